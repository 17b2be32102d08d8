using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>Google's emulator as a separate process on a free port of 127.0.0.1. Disposal stops it.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private const string MainClass = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
    private const string Package = "google-cloud-cli-firestore-emulator";
    private const string ReadyLine = "Dev App Server is now running";

    private Process? _process;

    private EmulatorProcess(Process process, string host)
    {
        _process = process;
        Host = host;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>Host and port.</summary>
    public string Host { get; }

    /// <summary>Starts it, and waits until it serves.</summary>
    /// <returns>The process, or why there is none.</returns>
    public static async Task<(EmulatorProcess? Process, string? Missing)> StartAsync()
    {
        if (await FindJarAsync() is not { } jar)
        {
            return (null, $"There is no Firestore emulator: set FIRESTORE_EMULATOR_HOST, or install the package {Package} and Java 17.");
        }

        var port = FreePort();
        EmulatorProcess emulator;
        try
        {
            emulator = new(
                Process.Start(new ProcessStartInfo(
                    "java", ["-Xmx512m", "-Duser.language=en", "-cp", jar, MainClass, "--host=127.0.0.1", $"--port={port}"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = Path.GetTempPath(),
                })!,
                string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
        }
        catch (Win32Exception)
        {
            return (null, "The Firestore emulator is installed, but java is not.");
        }

        await emulator.UntilReadyAsync();
        return (emulator, null);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }

    private async Task UntilReadyAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process!.OutputDataReceived += (_, line) => Read(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, ready);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
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

    private static async Task<string?> FindJarAsync()
    {
        try
        {
            using var dpkg = Process.Start(new ProcessStartInfo("dpkg", ["-L", Package]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var files = await dpkg.StandardOutput.ReadToEndAsync();
            return files.Split('\n').FirstOrDefault(file => file.EndsWith(".jar", StringComparison.Ordinal) && File.Exists(file));
        }
        catch (Win32Exception)
        {
            // There is no dpkg, so this is no Debian.
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
