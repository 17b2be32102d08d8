using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace HospitalityMemory.Benchmarks;

/// <summary>A separate Redis server for this process, where the machine has the program.</summary>
internal static class LocalRedis
{
    /// <returns>The process; null where there is no such program.</returns>
    public static Process? TryStart(out string connectionString)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        connectionString = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var arguments = string.Create(CultureInfo.InvariantCulture, $"--port {port} --bind 127.0.0.1 --save \"\" --daemonize no --loglevel warning");
        try
        {
            return Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "Waits for a process.")]
    public static async Task<ConnectionMultiplexer> ConnectAsync(string connectionString)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync($"{connectionString},allowAdmin=true,connectRetry=1,connectTimeout=1000");
            }
            catch (RedisConnectionException) when (attempt < 50)
            {
                // The server has just been started and does not answer yet.
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>All bytes that the server has received and sent so far.</summary>
    public static async Task<(long In, long Out)> TrafficAsync(ConnectionMultiplexer connection)
    {
        var stats = (await connection.GetServers()[0].InfoAsync("stats")).SelectMany(group => group).ToDictionary(pair => pair.Key, pair => pair.Value);
        return (
            long.Parse(stats["total_net_input_bytes"], CultureInfo.InvariantCulture),
            long.Parse(stats["total_net_output_bytes"], CultureInfo.InvariantCulture));
    }
}
