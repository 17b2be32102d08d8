using System.Globalization;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace HospitalityMemory;

/// <summary>
/// Where Redis is by the names <c>REDIS_HOST</c> and <c>REDIS_PORT</c>; as a rule localhost and 6379.
/// </summary>
internal sealed class RedisEndpointSettings
{
    private const string HostName = "REDIS_HOST";
    private const string PortName = "REDIS_PORT";
    private const int DefaultPort = 6379;

    private readonly string _host;
    private readonly int _port;

    /// <param name="configuration">The host's configuration; where there is none, the environment is read.</param>
    public RedisEndpointSettings(IConfiguration? configuration)
    {
        _host = Read(HostName) ?? "localhost";
        var port = Read(PortName);
        if (port is null)
        {
            _port = DefaultPort;
        }
        else if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _port) || _port is < 1 or > 65535)
        {
            Problem = $"{PortName} is '{port}'; it must be a whole number from 1 to 65535.";
        }

        string? Read(string name) =>
            (configuration is null ? Environment.GetEnvironmentVariable(name) : configuration[name]) is { Length: > 0 } text ? text : null;
    }

    /// <summary>What is wrong with the settings; null where nothing is.</summary>
    public string? Problem { get; }

    public ConfigurationOptions ToOptions() => new() { EndPoints = { { _host, _port } } };
}
