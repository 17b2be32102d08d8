using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HospitalityMemory.Firestore.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Soak.Stores;

/// <summary>
/// Sessions in a separate Redis that writes every command to its disk, and profiles in a file. The server may be killed in the
/// middle.
/// </summary>
internal sealed class RedisStore(bool isRestarted) : SoakStore
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(2);

    private readonly SqliteStore _profiles = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("soak-redis-").FullName;
    private readonly int _port = FreePort();
    private Process? _server;

    public override bool IsDisturbed => isRestarted;

    public override async Task<string?> StartAsync()
    {
        try
        {
            await StartServerAsync();
            return null;
        }
        catch (Win32Exception)
        {
            return "redis-server is not on this machine.";
        }
    }

    public override void Choose(IHospitalityMemoryBuilder memory)
    {
        _profiles.Choose(memory);
        memory.UseRedisSessions(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}"));
    }

    public override async Task<string> DisturbAsync()
    {
        if (!isRestarted)
        {
            return "runs";
        }

        await StopServerAsync();
        await Task.Delay(Away, Clock.Real);
        await StartServerAsync();
        return "Redis was killed and is back";
    }

    public override async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        Directory.Delete(_folder, recursive: true);
        await _profiles.DisposeAsync();
    }

    private async Task StartServerAsync()
    {
        _server = Process.Start(new ProcessStartInfo(
            "redis-server",
            [
                "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder, "--save", "", "--appendonly", "yes",
                "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--logfile", "redis.log",
            ]))!;
        while (!await AnswersAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Clock.Real);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        if (_server!.HasExited)
        {
            throw new InvalidOperationException($"redis-server ended: {await File.ReadAllTextAsync(Path.Combine(_folder, "redis.log"))}");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            var answer = new byte[5];
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            return await client.GetStream().ReadAsync(answer) is 5 && answer.AsSpan().SequenceEqual("+PONG"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task StopServerAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Profiles in Google's emulator; sessions in a file.</summary>
internal sealed class FirestoreStore : SoakStore
{
    private readonly SqliteStore _sessions = new();
    private EmulatorProcess? _emulator;

    public override async Task<string?> StartAsync()
    {
        (_emulator, var missing) = await EmulatorProcess.StartAsync();
        return missing;
    }

    public override void Choose(IHospitalityMemoryBuilder memory)
    {
        _sessions.Choose(memory);
        memory.UseFirestoreProfiles("soak", static _ => new("unused"), options => options.EmulatorHost = _emulator!.Host);

        // The emulator is slower than the real service.
        memory.Services.Configure<HospitalityMemoryOptions>(static options => options.LongTerm.Timeout = TimeSpan.FromSeconds(30));
    }

    public override ValueTask DisposeAsync()
    {
        _emulator?.Dispose();
        return _sessions.DisposeAsync();
    }
}
