using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Soak.Stores;

/// <summary>One file for both roles.</summary>
internal class SqliteStore : SoakStore
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("soak-").FullName;

    public override Task<string?> StartAsync() => Task.FromResult<string?>(null);

    public override void Choose(IHospitalityMemoryBuilder memory)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, "soak.db") }.ConnectionString;
        memory.UseSqliteSessions(file).UseSqliteProfiles(file);
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }
}

/// <summary>The same on a disk of 24 MB, which something else fills up for a while.</summary>
internal sealed class FullDiskStore : SqliteStore
{
    private bool _isMounted;

    public override bool IsDisturbed => true;

    private string Ballast => Path.Combine(Folder, "ballast");

    public override async Task<string?> StartAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "A small disk can be mounted by root on Linux only.";
        }

        _isMounted = await RunAsync("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", Folder) is 0;
        return _isMounted ? null : "A small disk could not be mounted here.";
    }

    public override async Task<string> DisturbAsync()
    {
        var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        await using (file)
        {
            var block = new byte[4096];
            try
            {
                while (true)
                {
                    await file.WriteAsync(block);
                }
            }
            catch (IOException)
            {
                // The disk is full now.
            }
        }

        return "the disk is full";
    }

    public override Task<string> MendAsync()
    {
        File.Delete(Ballast);
        return Task.FromResult("the disk has room again");
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await RunAsync("umount", Folder);
        }

        await base.DisposeAsync();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
