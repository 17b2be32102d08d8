using HospitalityMemory;
using HospitalityMemory.Redis;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Keeps sessions in Redis 6.2 or newer, or in Redis Cluster, shared by all servers that connect to it.
/// </summary>
/// <remarks>
/// <para>The settings are those of <see cref="RedisSessionOptions"/>. The configuration's section <c>HospitalityMemory:Redis</c> is applied
/// first, then the call's delegate, then the host's own <c>services.Configure&lt;RedisSessionOptions&gt;(...)</c>. The options of a memory
/// with a service key have that key as their name. A wrong setting fails when the host starts. The last call wins and replaces the earlier
/// one entirely.</para>
/// <para>The connection is made when it is first needed: a host starts without its Redis. A call that cannot be served throws
/// <see cref="MemoryUnavailableException"/>, and the next one tries again.</para>
/// <para>The connection's <c>asyncTimeout</c> (5 seconds by default) and <c>connectTimeout</c> limit how long a call takes. A cancelled
/// call ends at once. What it has already sent to Redis may still be carried out, as a whole.</para>
/// </remarks>
public static class HospitalityMemoryRedisBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in the Redis that the configuration names: <c>HospitalityMemory:Redis:ConnectionString</c>, or else the host and port
    /// of <c>REDIS_HOST</c> (localhost by default) and <c>REDIS_PORT</c> (6379). Without a configuration these two are looked up in the
    /// environment.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder. The container closes the connection.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder) =>
        builder.UseRedisSessions(static _ => { });

    /// <summary>Keeps sessions in the Redis that the configuration or the delegate names.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder. The container closes the connection.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(
        this IHospitalityMemoryBuilder builder, Action<RedisSessionOptions> configure) => Use(builder, configure, connection: null);

    /// <summary>Keeps sessions in the Redis of a connection string.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">
    /// The string as StackExchange.Redis reads it, such as <c>redis:6379,password=...,ssl=true</c>. For a cluster, some of its nodes are
    /// enough.
    /// </param>
    /// <returns>The builder. The container closes the connection.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder, string connectionString) =>
        builder.UseRedisSessions(connectionString, static _ => { });

    /// <summary>Keeps sessions in the Redis of a connection string.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">
    /// The string as StackExchange.Redis reads it, such as <c>redis:6379,password=...,ssl=true</c>. For a cluster, some of its nodes are
    /// enough.
    /// </param>
    /// <param name="configure">Changes the other settings.</param>
    /// <returns>The builder. The container closes the connection.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(
        this IHospitalityMemoryBuilder builder, string connectionString, Action<RedisSessionOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UseRedisSessions(options =>
        {
            options.ConnectionString = connectionString;
            configure(options);
        });
    }

    /// <summary>Keeps sessions in the Redis to which the client's options connect.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="options">How to connect. The options are copied.</param>
    /// <returns>The builder. The container closes the connection.</returns>
    /// <exception cref="ArgumentException">The options name no server.</exception>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder, ConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.EndPoints.Count is 0)
        {
            throw new ArgumentException("The options name no server; at least one is needed, such as redis:6379.", nameof(options));
        }

        var copy = options.Clone();
        return Use(builder, static _ => { }, (_, surroundings) => RedisConnection.Owned(copy, surroundings));
    }

    /// <summary>Uses a connection of the application. The library never closes it.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connection">The connection.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder, IConnectionMultiplexer connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Use(builder, static _ => { }, (_, surroundings) => RedisConnection.Borrowed(connection, surroundings));
    }

    /// <summary>Uses a connection that the container has or makes. The library never closes it.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connection">
    /// Finds the connection, such as <c>provider => provider.GetRequiredService&lt;IConnectionMultiplexer&gt;()</c>.
    /// </param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Use(builder, static _ => { }, (provider, surroundings) => RedisConnection.Borrowed(connection(provider), surroundings));
    }

    /// <param name="builder">The memory's builder.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <param name="connection">Makes the connection; null if the settings say how to connect.</param>
    private static IHospitalityMemoryBuilder Use(
        IHospitalityMemoryBuilder builder,
        Action<RedisSessionOptions> configure,
        Func<IServiceProvider, RedisSurroundings, RedisConnection>? connection)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.ConfigureFromSection("Redis", static (section, options) => section.Bind(options), configure);
        builder.Services.RemoveAllKeyed<RedisSessionChoice>(builder.ServiceKey);
        builder.Services.AddKeyedSingleton(builder.ServiceKey, new RedisSessionChoice(builder.Configuration, Connects: connection is null));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<RedisSessionOptions>, RedisEndpoint>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisSessionOptions>, RedisSessionOptionsValidator>());
        return builder.UseSessionStore<RedisSessionOptions>((provider, options) =>
        {
            var surroundings = new RedisSurroundings(
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILoggerFactory>()?.CreateLogger(typeof(RedisSessionStore).FullName!) ?? NullLogger.Instance);
            return new RedisSessionStore(
                connection?.Invoke(provider, surroundings)
                    ?? RedisConnection.Owned(options.ConnectionString!, surroundings),
                options,
                builder.GetOptions<HospitalityMemoryOptions>(provider).Application);
        });
    }
}
