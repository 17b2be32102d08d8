using System.Diagnostics.CodeAnalysis;
using HospitalityMemory;
using HospitalityMemory.Sqlite;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps profiles, sessions or both in a SQLite file.</summary>
/// <remarks>
/// <para>Both roles may share a file, and several processes of one machine may too. A missing file is created, a missing folder is not. The
/// container closes the file when it is disposed.</para>
/// <para>The settings are those of <see cref="SqliteProfileOptions"/> and <see cref="SqliteSessionOptions"/>. The configuration's section
/// <c>HospitalityMemory:Sqlite</c> is applied first, then the call's delegate, then the host's own
/// <c>services.Configure&lt;SqliteSessionOptions&gt;(...)</c>. The options of a memory with a service key have that key as their name. A
/// wrong setting fails when the host starts. The last call for a role wins and replaces the earlier one entirely.</para>
/// </remarks>
public static class HospitalityMemorySqliteBuilderExtensions
{
    /// <summary>
    /// Keeps profiles, bookings and the sums over all guests in the SQLite file that <c>HospitalityMemory:Sqlite:ConnectionString</c> names.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSqliteProfiles(this IHospitalityMemoryBuilder builder) =>
        builder.UseSqliteProfiles(static _ => { });

    /// <summary>
    /// Keeps profiles, bookings and the sums over all guests in the SQLite file that the configuration or the delegate names.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSqliteProfiles(
        this IHospitalityMemoryBuilder builder, Action<SqliteProfileOptions> configure)
    {
        AddOptions(builder, static (section, options) => section.Bind(options), configure);
        return builder
            .UseProfileStore<SqliteProfileOptions>((provider, options) =>
            {
                var memory = builder.GetOptions<HospitalityMemoryOptions>(provider);
                return new SqliteProfileStore(Open(provider, options), options.Synchronous, memory.LongTerm.ProfileCacheSize, memory.Application);
            })
            .UseNamedSumStore(provider => new SqliteNamedSumStore(
                Open(provider, builder.GetOptions<SqliteProfileOptions>(provider)),
                builder.GetOptions<HospitalityMemoryOptions>(provider).Application));
    }

    /// <summary>Keeps profiles, bookings and the sums over all guests in a SQLite file.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">The file, such as <c>Data Source=guests.db</c>.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSqliteProfiles(this IHospitalityMemoryBuilder builder, string connectionString) =>
        builder.UseSqliteProfiles(connectionString, static _ => { });

    /// <summary>Keeps profiles, bookings and the sums over all guests in a SQLite file.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">The file, such as <c>Data Source=guests.db</c>.</param>
    /// <param name="configure">Changes the other settings.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSqliteProfiles(
        this IHospitalityMemoryBuilder builder, string connectionString, Action<SqliteProfileOptions> configure) =>
        builder.UseSqliteProfiles(WithFile(connectionString, configure));

    /// <summary>Keeps sessions in the SQLite file that <c>HospitalityMemory:Sqlite:ConnectionString</c> names.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSqliteSessions(this IHospitalityMemoryBuilder builder) =>
        builder.UseSqliteSessions(static _ => { });

    /// <summary>Keeps sessions in the SQLite file that the configuration or the delegate names.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSqliteSessions(
        this IHospitalityMemoryBuilder builder, Action<SqliteSessionOptions> configure)
    {
        AddOptions(builder, static (section, options) => section.Bind(options), configure);
        return builder.UseSessionStore<SqliteSessionOptions>((provider, options) => new SqliteSessionStore(
            Open(provider, options), options.Synchronous, builder.GetOptions<HospitalityMemoryOptions>(provider).Application));
    }

    /// <summary>Keeps sessions in a SQLite file.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">
    /// The file, such as <c>Data Source=guests.db</c>. It may be the file of the profiles.
    /// </param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSqliteSessions(this IHospitalityMemoryBuilder builder, string connectionString) =>
        builder.UseSqliteSessions(connectionString, static _ => { });

    /// <summary>Keeps sessions in a SQLite file.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">
    /// The file, such as <c>Data Source=guests.db</c>. It may be the file of the profiles.
    /// </param>
    /// <param name="configure">Changes the other settings.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSqliteSessions(
        this IHospitalityMemoryBuilder builder, string connectionString, Action<SqliteSessionOptions> configure) =>
        builder.UseSqliteSessions(WithFile(connectionString, configure));

    private static Action<TOptions> WithFile<TOptions>(string connectionString, Action<TOptions> configure)
        where TOptions : SqliteOptions
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(configure);
        return options =>
        {
            options.ConnectionString = connectionString;
            configure(options);
        };
    }

    private static void AddOptions<
        [DynamicallyAccessedMembers(
            DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(
        IHospitalityMemoryBuilder builder, Action<IConfiguration, TOptions> bind, Action<TOptions> configure)
        where TOptions : SqliteOptions
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ConfigureFromSection("Sqlite", bind, configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, SqliteOptionsValidator<TOptions>>());
        builder.Services.TryAddSingleton<SqliteDatabases>();
    }

    private static SqliteDatabase Open(IServiceProvider provider, SqliteOptions options) =>
        provider.GetRequiredService<SqliteDatabases>().Get(SqliteSettings.Create(options));
}
