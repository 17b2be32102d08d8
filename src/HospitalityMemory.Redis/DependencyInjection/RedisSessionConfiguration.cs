using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Redis;

/// <summary>What the last call that chose Redis said.</summary>
/// <param name="Configuration">The configuration that the library was given; null for the container's.</param>
/// <param name="Configure">Sets what the call says.</param>
/// <param name="Connects">Whether the options say how to connect; else a connection was handed in.</param>
internal sealed record RedisSessionChoice(IConfiguration? Configuration, Action<RedisSessionOptions> Configure, bool Connects);

/// <summary>
/// Makes the options: first what the section says, then what the call says; and last, where nobody says where Redis is,
/// neither the host after that, the names <c>REDIS_HOST</c> and <c>REDIS_PORT</c>, which are those of the seed.
/// </summary>
internal sealed class RedisSessionConfiguration(RedisSessionChoice choice, IConfiguration? configuration = null)
    : IConfigureOptions<RedisSessionOptions>, IPostConfigureOptions<RedisSessionOptions>
{
    private const string HostName = "REDIS_HOST";
    private const string PortName = "REDIS_PORT";
    private const string DefaultHost = "localhost";
    private const int DefaultPort = 6379;

    private readonly IConfiguration? _configuration = choice.Configuration ?? configuration;

    public void Configure(RedisSessionOptions options)
    {
        if (_configuration is not null)
        {
            ConfigurationReader.Read(
                ConfigurationReader.Section(_configuration).GetSection("Redis"),
                RedisSessionOptions.SectionName,
                FrozenSet<string>.Empty,
                options,
                static (section, options) => section.Bind(options));
        }

        choice.Configure(options);
    }

    public void PostConfigure(string? name, RedisSessionOptions options)
    {
        if (choice.Connects)
        {
            options.ConnectionString ??= ReadEndpoint();
        }
    }

    private string ReadEndpoint()
    {
        var port = DefaultPort;
        if (Read(PortName) is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            throw ConfigurationReader.Invalid<RedisSessionOptions>($"{PortName} is '{text}'; it must be a whole number from 1 to 65535.");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Read(HostName) ?? DefaultHost}:{port}");
    }

    /// <summary>Looks a name up in the configuration; where there is none, in the environment.</summary>
    private string? Read(string name) =>
        (_configuration is null ? Environment.GetEnvironmentVariable(name) : _configuration[name]) is { Length: > 0 } text ? text : null;
}
