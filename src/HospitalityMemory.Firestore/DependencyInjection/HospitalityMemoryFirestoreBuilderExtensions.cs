using System.Diagnostics.CodeAnalysis;
using HospitalityMemory;
using HospitalityMemory.Firestore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses Firestore as the place where profiles and bookings are kept.</summary>
public static class HospitalityMemoryFirestoreBuilderExtensions
{
    /// <summary>
    /// Keeps profiles, bookings and the counts of the market in Firestore, with Google's application default
    /// credentials.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="projectId">The Google Cloud project's id.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Where the environment variable <c>FIRESTORE_EMULATOR_HOST</c> is set, the emulator there is used, without
    /// credentials. The credentials are looked for at the first request.
    /// </remarks>
    [RequiresUnreferencedCode(GoogleCredentials.Reason)]
    [RequiresDynamicCode(GoogleCredentials.Reason)]
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(this IHospitalityMemoryBuilder builder, string projectId) =>
        builder.UseFirestoreProfiles(projectId, static _ => { });

    /// <summary>
    /// Keeps profiles, bookings and the counts of the market in Firestore, with Google's application default
    /// credentials.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="projectId">The Google Cloud project's id.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Where the environment variable <c>FIRESTORE_EMULATOR_HOST</c> is set, the emulator there is used, without
    /// credentials. The credentials are looked for at the first request.
    /// </remarks>
    [RequiresUnreferencedCode(GoogleCredentials.Reason)]
    [RequiresDynamicCode(GoogleCredentials.Reason)]
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(
        this IHospitalityMemoryBuilder builder, string projectId, Action<FirestoreProfileOptions> configure) =>
        Use(builder, projectId, configure, static options => new GoogleCredentials(options.QuotaProject));

    /// <summary>
    /// Keeps profiles, bookings and the counts of the market in Firestore, with access tokens from a function; runs where code is trimmed or
    /// compiled ahead of time.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="projectId">The Google Cloud project's id.</param>
    /// <param name="accessToken">
    /// Gives an OAuth 2.0 access token with the scope <c>https://www.googleapis.com/auth/datastore</c> (or
    /// cloud-platform). Called for every request, also at once by several, so it should keep a token until shortly
    /// before it expires.
    /// </param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Where the environment variable <c>FIRESTORE_EMULATOR_HOST</c> is set, the emulator there is used, and the
    /// function is not called.
    /// </remarks>
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(
        this IHospitalityMemoryBuilder builder, string projectId, Func<CancellationToken, ValueTask<string>> accessToken) =>
        builder.UseFirestoreProfiles(projectId, accessToken, static _ => { });

    /// <summary>
    /// Keeps profiles, bookings and the counts of the market in Firestore, with access tokens from a function; runs where code is trimmed or
    /// compiled ahead of time.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="projectId">The Google Cloud project's id.</param>
    /// <param name="accessToken">
    /// Gives an OAuth 2.0 access token with the scope <c>https://www.googleapis.com/auth/datastore</c> (or
    /// cloud-platform). Called for every request, also at once by several, so it should keep a token until shortly
    /// before it expires.
    /// </param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Where the environment variable <c>FIRESTORE_EMULATOR_HOST</c> is set, the emulator there is used, and the
    /// function is not called.
    /// </remarks>
    public static IHospitalityMemoryBuilder UseFirestoreProfiles(
        this IHospitalityMemoryBuilder builder,
        string projectId,
        Func<CancellationToken, ValueTask<string>> accessToken,
        Action<FirestoreProfileOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(accessToken);
        return Use(builder, projectId, configure, options => new AccessTokenCredentials(accessToken, options.QuotaProject));
    }

    private static IHospitalityMemoryBuilder Use(
        IHospitalityMemoryBuilder builder,
        string projectId,
        Action<FirestoreProfileOptions> configure,
        Func<FirestoreProfileOptions, IFirestoreCredentials> credentials)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(projectId);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FirestoreProfileOptions>, FirestoreProfileOptionsValidator>());
        builder.Services.AddOptions<FirestoreProfileOptions>()
            .Configure(options =>
            {
                options.ProjectId = projectId;
                options.EmulatorHost = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST");
                options.Credentials = credentials;
            })
            .Configure(configure)
            .ValidateOnStart();

        // The transport limits the time. The client's own loggers would write down addresses, in which guests' ids
        // stand.
        builder.Services.AddHttpClient(FirestoreTransport.ClientName)
            .ConfigureHttpClient(static client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestVersion = System.Net.HttpVersion.Version20;
                client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
            })
            .RemoveAllLoggers();
        builder.Services.TryAddSingleton(static provider =>
            new FirestorePaths(Options(provider).ProjectId, Options(provider).DatabaseId));
        builder.Services.TryAddSingleton(CreateClient);
        return builder
            .UseProfileStore(static provider => new FirestoreProfileStore(
                provider.GetRequiredService<FirestoreClient>(), provider.GetRequiredService<FirestorePaths>()))
            .UseMarketStore(static provider => new FirestoreMarketStore(
                provider.GetRequiredService<FirestoreClient>(),
                provider.GetRequiredService<FirestorePaths>(),
                Options(provider).MarketShards,
                Logger<FirestoreMarketStore>(provider)));
    }

    private static FirestoreClient CreateClient(IServiceProvider provider)
    {
        var options = Options(provider);
        var transport = new FirestoreTransport(
            provider.GetRequiredService<IHttpClientFactory>(),
            string.IsNullOrEmpty(options.EmulatorHost) ? options.Credentials!(options) : new EmulatorCredentials(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            Logger<FirestoreTransport>(provider));
        return new FirestoreClient(transport, provider.GetRequiredService<FirestorePaths>());
    }

    private static FirestoreProfileOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<FirestoreProfileOptions>>().Value;

    private static ILogger Logger<T>(IServiceProvider provider) => provider.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;
}
