using System.Diagnostics.CodeAnalysis;
using HospitalityMemory;
using HospitalityMemory.Firestore;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps profiles, bookings and the sums over all guests in Firestore.</summary>
/// <remarks>
/// <para>The settings are those of <see cref="FirestoreProfileOptions"/>. The configuration's section <c>HospitalityMemory:Firestore</c> is
/// applied first, then the call's delegate, then the host's own <c>services.Configure&lt;FirestoreProfileOptions&gt;(...)</c>. The options
/// of a memory with a service key have that key as their name. A wrong setting fails when the host starts. The last call wins and replaces
/// the earlier one entirely.</para>
/// <para>If the environment variable <c>FIRESTORE_EMULATOR_HOST</c> is set, and no setting says otherwise, the emulator there is used
/// without credentials. Otherwise the credentials are Google's application default credentials, which are looked up at the first request,
/// or access tokens from a function. Only the function works where code is trimmed or compiled ahead of time.
/// </para>
/// </remarks>
public static class HospitalityMemoryFirestoreBuilderExtensions
{
    /// <summary>
    /// Uses the project that <c>HospitalityMemory:Firestore:ProjectId</c> names, with Google's application default
    /// credentials.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    [RequiresUnreferencedCode(GoogleCredentials.Reason)]
    [RequiresDynamicCode(GoogleCredentials.Reason)]
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(this IHospitalityMemoryBuilder builder) =>
        builder.UseFirestoreProfiles(static _ => { });

    /// <summary>
    /// Uses the project that the configuration or the delegate names, with Google's application default credentials.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    [RequiresUnreferencedCode(GoogleCredentials.Reason)]
    [RequiresDynamicCode(GoogleCredentials.Reason)]
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(
        this IHospitalityMemoryBuilder builder, Action<FirestoreProfileOptions> configure) =>
        Use(builder, configure, static options => new GoogleCredentials(options.QuotaProject));

    /// <summary>Uses a project, with Google's application default credentials.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="projectId">The Google Cloud project's id.</param>
    /// <returns>The builder.</returns>
    [RequiresUnreferencedCode(GoogleCredentials.Reason)]
    [RequiresDynamicCode(GoogleCredentials.Reason)]
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(this IHospitalityMemoryBuilder builder, string projectId) =>
        builder.UseFirestoreProfiles(projectId, static _ => { });

    /// <summary>Uses a project, with Google's application default credentials.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="projectId">The Google Cloud project's id.</param>
    /// <param name="configure">Changes the other settings.</param>
    /// <returns>The builder.</returns>
    [RequiresUnreferencedCode(GoogleCredentials.Reason)]
    [RequiresDynamicCode(GoogleCredentials.Reason)]
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(
        this IHospitalityMemoryBuilder builder, string projectId, Action<FirestoreProfileOptions> configure) =>
        builder.UseFirestoreProfiles(WithProject(projectId, configure));

    /// <summary>
    /// Uses the project that <c>HospitalityMemory:Firestore:ProjectId</c> names, with access tokens from a function.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="accessToken">
    /// Gets an OAuth 2.0 access token with the scope <c>https://www.googleapis.com/auth/datastore</c> (or cloud-platform). The function is
    /// called for every request, also by several at once. It should therefore keep a token until shortly before it expires. It is not
    /// called if an emulator is used.
    /// </param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(
        this IHospitalityMemoryBuilder builder, Func<CancellationToken, ValueTask<string>> accessToken)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        return Use(builder, static _ => { }, options => new AccessTokenCredentials(accessToken, options.QuotaProject));
    }

    /// <summary>Uses a project, with access tokens from a function.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="projectId">The Google Cloud project's id.</param>
    /// <param name="accessToken">
    /// Gets an OAuth 2.0 access token with the scope <c>https://www.googleapis.com/auth/datastore</c> (or cloud-platform). The function is
    /// called for every request, also by several at once. It should therefore keep a token until shortly before it expires. It is not
    /// called if an emulator is used.
    /// </param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(
        this IHospitalityMemoryBuilder builder, string projectId, Func<CancellationToken, ValueTask<string>> accessToken) =>
        builder.UseFirestoreProfiles(projectId, accessToken, static _ => { });

    /// <summary>Uses a project, with access tokens from a function.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="projectId">The Google Cloud project's id.</param>
    /// <param name="accessToken">
    /// Gets an OAuth 2.0 access token with the scope <c>https://www.googleapis.com/auth/datastore</c> (or cloud-platform). The function is
    /// called for every request, also by several at once. It should therefore keep a token until shortly before it expires. It is not
    /// called if an emulator is used.
    /// </param>
    /// <param name="configure">Changes the other settings.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(
        this IHospitalityMemoryBuilder builder,
        string projectId,
        Func<CancellationToken, ValueTask<string>> accessToken,
        Action<FirestoreProfileOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        return Use(builder, WithProject(projectId, configure), options => new AccessTokenCredentials(accessToken, options.QuotaProject));
    }

    private static Action<FirestoreProfileOptions> WithProject(string projectId, Action<FirestoreProfileOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(projectId);
        ArgumentNullException.ThrowIfNull(configure);
        return options =>
        {
            options.ProjectId = projectId;
            configure(options);
        };
    }

    private static IHospitalityMemoryBuilder Use(
        IHospitalityMemoryBuilder builder,
        Action<FirestoreProfileOptions> configure,
        Func<FirestoreProfileOptions, IFirestoreCredentials> credentials)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var key = builder.ServiceKey;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<FirestoreProfileOptions>, EmulatorOfEnvironment>());
        builder.ConfigureFromSection("Firestore", static (section, options) => section.Bind(options), configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FirestoreProfileOptions>, FirestoreProfileOptionsValidator>());
        AddClient(builder, credentials);
        return builder
            .UseProfileStore<FirestoreProfileOptions>((provider, _) => new FirestoreProfileStore(
                provider.GetRequiredKeyedService<FirestoreClient>(key), provider.GetRequiredKeyedService<FirestorePaths>(key)))
            .UseNamedSumStore(provider => new FirestoreNamedSumStore(
                provider.GetRequiredKeyedService<FirestoreClient>(key),
                provider.GetRequiredKeyedService<FirestorePaths>(key),
                builder.GetOptions<FirestoreProfileOptions>(provider).SumShards,
                Logger<FirestoreNamedSumStore>(provider)));
    }

    private static void AddClient(IHospitalityMemoryBuilder builder, Func<FirestoreProfileOptions, IFirestoreCredentials> credentials)
    {
        // The transport limits the time. The HTTP client's own loggers and activities would record addresses, which contain guests' ids.
        builder.Services.AddHttpClient(FirestoreTransport.ClientName)
            .ConfigureHttpClient(static client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestVersion = System.Net.HttpVersion.Version20;
                client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
            })
            .UseSocketsHttpHandler(static (handler, _) => handler.ActivityHeadersPropagator = null)
            .RemoveAllLoggers();
        var key = builder.ServiceKey;
        builder.Services.RemoveAllKeyed<FirestorePaths>(key);
        builder.Services.AddKeyedSingleton(key, (provider, _) =>
        {
            var options = builder.GetOptions<FirestoreProfileOptions>(provider);
            return new FirestorePaths(
                options.ProjectId, options.DatabaseId, builder.GetOptions<HospitalityMemoryOptions>(provider).Application);
        });
        builder.Services.RemoveAllKeyed<FirestoreClient>(key);
        builder.Services.AddKeyedSingleton(key, (provider, _) =>
        {
            var options = builder.GetOptions<FirestoreProfileOptions>(provider);
            var transport = new FirestoreTransport(
                provider.GetRequiredService<IHttpClientFactory>(),
                string.IsNullOrEmpty(options.EmulatorHost) ? credentials(options) : new EmulatorCredentials(),
                options,
                provider.GetRequiredService<TimeProvider>(),
                Logger<FirestoreTransport>(provider));
            return new FirestoreClient(transport, provider.GetRequiredKeyedService<FirestorePaths>(key));
        });
    }

    private static ILogger Logger<T>(IServiceProvider provider) => provider.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;
}
