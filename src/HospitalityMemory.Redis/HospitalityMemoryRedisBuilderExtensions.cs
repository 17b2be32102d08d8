using HospitalityMemory;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Keeps sessions in Redis 6.2 or newer, or in Redis Cluster, shared by all servers that connect to it.
/// </summary>
/// <remarks>
/// <para>A connection is made when it is first needed: a host starts without its Redis. A call that cannot be served
/// throws <see cref="MemoryUnavailableException"/>, and the next one tries again.</para>
/// <para>How long a call may take is the connection's <c>asyncTimeout</c> (5 seconds by default) and
/// <c>connectTimeout</c>. A cancelled call ends at once; what it has sent to Redis by then may be done all the same,
/// whole.</para>
/// <para>The key prefix is set by <c>services.Configure&lt;RedisSessionOptions&gt;(...)</c>.</para>
/// </remarks>
public static class HospitalityMemoryRedisBuilderExtensions
{
    /// <summary>
    /// Connects to the host and port that <c>REDIS_HOST</c> (localhost by default) and <c>REDIS_PORT</c> (6379) name in
    /// the container's <see cref="IConfiguration"/>, or in the environment where there is none. A bad port fails when
    /// the host starts.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(provider => new RedisEndpointSettings(provider.GetService<IConfiguration>()));
    }

    /// <summary>
    /// Connects to the host and port that <c>REDIS_HOST</c> (localhost by default) and <c>REDIS_PORT</c> (6379) name.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="configuration">Where the names are looked up.</param>
    /// <returns>The builder. A bad port fails when the host starts.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.Use(_ => new RedisEndpointSettings(configuration));
    }

    /// <summary>Connects by a connection string; the container closes the connection.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connectionString">
    /// As StackExchange.Redis reads it, such as <c>redis:6379,password=...,ssl=true</c>; of a cluster some of its
    /// nodes.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The connection string names no server or cannot be read.</exception>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // Neither the text nor the client's message, which repeats a part of it: there may be a password in it.
            throw new ArgumentException(
                "The connection string cannot be read; such as redis:6379,password=...,ssl=true is expected.", nameof(connectionString));
        }

        return builder.UseRedisSessions(options);
    }

    /// <summary>Connects as the options say; the container closes the connection.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="options">How to connect; copied.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The options name no server.</exception>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder, ConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        if (options.EndPoints.Count is 0)
        {
            throw new ArgumentException("The options name no server; at least one is needed, such as redis:6379.", nameof(options));
        }

        var copy = options.Clone();
        return builder.Use(_ => RedisConnection.Owned(copy));
    }

    /// <summary>Uses a connection that the application has. It is never closed here.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connection">The connection.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(this IHospitalityMemoryBuilder builder, IConnectionMultiplexer connection)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        return builder.Use(_ => RedisConnection.Borrowed(connection));
    }

    /// <summary>Uses a connection that the container has or makes. It is never closed here.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="connection">
    /// Finds the connection, such as <c>provider => provider.GetRequiredService&lt;IConnectionMultiplexer&gt;()</c>.
    /// </param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseRedisSessions(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> connection)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        return builder.Use(provider => RedisConnection.Borrowed(connection(provider)));
    }

    private static IHospitalityMemoryBuilder Use(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, RedisEndpointSettings> endpoint)
    {
        builder.Use(provider => RedisConnection.Owned(provider.GetRequiredService<RedisEndpointSettings>().ToOptions()));
        builder.Services.AddSingleton(endpoint);
        return builder;
    }

    private static IHospitalityMemoryBuilder Use(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, RedisConnection> connection)
    {
        // Of an earlier choice, whose settings no longer matter.
        builder.Services.RemoveAll<RedisEndpointSettings>();
        builder.Services.AddOptions<RedisSessionOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<RedisSessionOptions>, RedisSessionOptionsValidator>());
        return builder.UseSessionStore(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RedisSessionOptions>>().Value;
            return new RedisSessionStore(connection(provider), options);
        });
    }
}
