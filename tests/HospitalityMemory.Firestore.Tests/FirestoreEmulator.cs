using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>
/// Google's emulator: the one that FIRESTORE_EMULATOR_HOST names, else one that is started for the tests and stopped
/// after them.
/// </summary>
public sealed class FirestoreEmulator : IAsyncLifetime
{
    private const string MainClass = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
    private const string Package = "google-cloud-cli-firestore-emulator";
    private const string ReadyLine = "Dev App Server is now running";

    private Process? _process;
    private string? _missing;

    /// <summary>Host and port. Skips the test where there is no emulator.</summary>
    public string Host
    {
        get
        {
            Skip.If(_missing is not null, _missing);
            return field;
        }
        private set;
    } = "";

    public int Port => int.Parse(Host.AsSpan(Host.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A project that nobody has used: in it there is nothing.</summary>
    public static string NewProject() => $"test-{Guid.NewGuid():N}"[..20];

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST") is { Length: > 0 } host)
        {
            Host = host;
            return;
        }

        if (await FindJarAsync() is not { } jar)
        {
            _missing = $"There is no Firestore emulator: set FIRESTORE_EMULATOR_HOST, or install the package {Package} and Java 17.";
            return;
        }

        var port = FreePort();
        try
        {
            _process = Process.Start(new ProcessStartInfo(
                "java", ["-Xmx512m", "-Duser.language=en", "-cp", jar, MainClass, "--host=127.0.0.1", $"--port={port}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            _missing = "The Firestore emulator is installed, but java is not.";
            return;
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) => Read(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, ready);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Host = $"127.0.0.1:{port}";
    }

    public Task DisposeAsync()
    {
        Stop();
        return Task.CompletedTask;
    }

    private static void Read(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            ready.TrySetException(new InvalidOperationException("The Firestore emulator ended before it was ready."));
        }
        else if (line.Contains(ReadyLine, StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    private void Stop()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }

    private static async Task<string?> FindJarAsync()
    {
        try
        {
            using var dpkg = Process.Start(new ProcessStartInfo("dpkg", ["-L", Package]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var files = await dpkg.StandardOutput.ReadToEndAsync();
            return files.Split('\n').FirstOrDefault(file => file.EndsWith(".jar", StringComparison.Ordinal) && File.Exists(file));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No Debian.
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

[CollectionDefinition(Name)]
public sealed class UsesEmulator : ICollectionFixture<FirestoreEmulator>
{
    public const string Name = "Firestore emulator";
}
