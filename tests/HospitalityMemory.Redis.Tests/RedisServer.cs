using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HospitalityMemory.Redis.Tests;

/// <summary>A redis-server process for the tests, on a free port of 127.0.0.1, with a temporary folder.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static int _lastPort = 20_000 + (Environment.ProcessId * 61 % 20_000);

    private readonly string[] _arguments;
    private const int MaxPorts = 5;

    private Process? _process;

    private RedisServer(string[] arguments)
    {
        _arguments = arguments;
        Folder = Directory.CreateTempSubdirectory("redis-").FullName;
        Port = FreePort();
    }

    /// <summary>Why no server can be started; null where one can.</summary>
    public static string? Missing { get; } = FindOnPath("redis-server") is null
        ? "redis-server is not on this machine: install Debian's package redis-server, or set HOSPITALITYMEMORY_TEST_REDIS to a connection string."
        : null;

    public int Port { get; }

    public string Folder { get; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts a server. The test is skipped where the program is missing.</summary>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        Skip.IfNot(Missing is null, Missing);
        for (var attempt = 1; ; attempt++)
        {
            var server = new RedisServer(arguments);
            try
            {
                await server.StartAgainAsync();
                return server;
            }
            catch (InvalidOperationException exception) when (attempt < MaxPorts && exception.Message.Contains("Address already in use", StringComparison.Ordinal))
            {
                // Another process has taken the port since it was found free.
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>Starts the server again, on the same port and with its data on disk.</summary>
    public async Task StartAgainAsync()
    {
        _process = Run("redis-server",
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", Folder, "--save", "",
            "--logfile", "redis.log", "--daemonize", "no", .. _arguments,
        ]);
        await RealTime.UntilAsync(
            async () => !_process.HasExited
                ? (await AskAsync("PING")).StartsWith("+PONG", StringComparison.Ordinal)
                    || (await AskAsync("PING")).StartsWith("-NOAUTH", StringComparison.Ordinal)
                : throw new InvalidOperationException($"redis-server ended: {await File.ReadAllTextAsync(Path.Combine(Folder, "redis.log"))}"),
            "redis-server answers");
    }

    /// <summary>Kills the process, as a power failure would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>The output of <c>redis-cli</c> for a command.</summary>
    public async Task<string> CliAsync(params string[] command)
    {
        using var cli = Run("redis-cli", ["-p", Port.ToString(CultureInfo.InvariantCulture), .. command]);
        var output = await cli.StandardOutput.ReadToEndAsync();
        await cli.WaitForExitAsync();
        return output.TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static Process Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>A free port. The port of the cluster's bus, 10,000 above it, is free too.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _lastPort);
            if (IsFree(port) && IsFree(port + 10_000))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<string> AskAsync(string command)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"));
            var answer = new byte[256];
            return Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer));
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return "";
        }
    }
}
