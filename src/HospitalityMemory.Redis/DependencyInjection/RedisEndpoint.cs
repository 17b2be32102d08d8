using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Redis;

/// <summary>What the last call that chose Redis for a memory said.</summary>
/// <param name="Configuration">The configuration that the memory was given; null for the container's.</param>
/// <param name="Connects">Whether the options say how to connect; false if a connection was handed in.</param>
internal sealed record RedisSessionChoice(IConfiguration? Configuration, bool Connects);

/// <summary>
/// Uses <c>REDIS_HOST</c> and <c>REDIS_PORT</c> if neither the section nor the call nor the host says where Redis is.
/// </summary>
internal sealed class RedisEndpoint(IServiceProvider provider, IConfiguration? configuration = null) : IPostConfigureOptions<RedisSessionOptions>
{
    private const string HostName = "REDIS_HOST";
    private const string PortName = "REDIS_PORT";
    private const string DefaultHost = "localhost";
    private const int DefaultPort = 6379;

    public void PostConfigure(string? name, RedisSessionOptions options)
    {
        if (provider.GetKeyedService<RedisSessionChoice>(string.IsNullOrEmpty(name) ? null : name) is { Connects: true } choice)
        {
            // The two names stand at the root of the configuration. A memory's section does not have them.
            options.ConnectionString ??= Read(choice.Configuration is null or IConfigurationSection ? configuration : choice.Configuration);
        }
    }

    private static string Read(IConfiguration? root)
    {
        var port = DefaultPort;
        if (Read(root, PortName) is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            throw new OptionsValidationException(
                Options.DefaultName, typeof(RedisSessionOptions), [$"{PortName} is '{text}'; it must be a whole number from 1 to 65535."]);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Read(root, HostName) ?? DefaultHost}:{port}");
    }

    /// <summary>Looks a name up in the configuration, or in the environment if there is no configuration.</summary>
    private static string? Read(IConfiguration? root, string name) =>
        (root is null ? Environment.GetEnvironmentVariable(name) : root[name]) is { Length: > 0 } text ? text : null;
}
