using HospitalityMemory;
using HospitalityMemory.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps profiles, sessions or both in a SQLite file.</summary>
/// <remarks>
/// <para>Both roles may share a file, and several processes of one machine too. The file is created where it is
/// missing, its folder is not. The container closes it when it is disposed.</para>
/// <para>A connection string names a file: <c>Data Source=guests.db</c>. In-memory databases, URIs, shared caches and
/// read-only modes are refused. The pooling and the timeouts of a connection string are not used: see
/// <see cref="SqliteStoreOptions"/>.</para>
/// </remarks>
public static class SqliteHospitalityMemoryBuilderExtensions
{
    /// <summary>Keeps profiles, bookings and the counts of the market in a SQLite file.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">Where, such as <c>Data Source=guests.db</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string cannot be used.</exception>
    public static IHospitalityMemoryBuilder UseSqliteProfiles(this IHospitalityMemoryBuilder builder, string connectionString) =>
        builder.UseSqliteProfiles(connectionString, static _ => { });

    /// <summary>Keeps profiles, bookings and the counts of the market in a SQLite file.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">Where, such as <c>Data Source=guests.db</c>.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string cannot be used.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong.</exception>
    public static IHospitalityMemoryBuilder UseSqliteProfiles(
        this IHospitalityMemoryBuilder builder, string connectionString, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = SqliteSettings.Create(connectionString, configure);
        builder.Services.TryAddSingleton<SqliteDatabases>();
        return builder
            .UseProfileStore(provider =>
                new SqliteProfileStore(provider.GetRequiredService<SqliteDatabases>().Get(settings), settings.Synchronous))
            .UseMarketStore(provider => new SqliteMarketStore(provider.GetRequiredService<SqliteDatabases>().Get(settings)));
    }

    /// <summary>Keeps sessions in a SQLite file.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">
    /// Where, such as <c>Data Source=guests.db</c>; the file of the profiles will do.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string cannot be used.</exception>
    public static IHospitalityMemoryBuilder UseSqliteSessions(this IHospitalityMemoryBuilder builder, string connectionString) =>
        builder.UseSqliteSessions(connectionString, static _ => { });

    /// <summary>Keeps sessions in a SQLite file.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">
    /// Where, such as <c>Data Source=guests.db</c>; the file of the profiles will do.
    /// </param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string cannot be used.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong.</exception>
    public static IHospitalityMemoryBuilder UseSqliteSessions(
        this IHospitalityMemoryBuilder builder, string connectionString, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = SqliteSettings.Create(connectionString, configure);
        builder.Services.TryAddSingleton<SqliteDatabases>();
        return builder.UseSessionStore(provider =>
            new SqliteSessionStore(provider.GetRequiredService<SqliteDatabases>().Get(settings), settings.Synchronous));
    }
}
