using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Reports;
using HospitalityMemory.ConsoleSample.Storage;
using HospitalityMemory.Stores;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Shows how much is held, and where. Profiles are not counted: a store would have to read them all to count them.</summary>
internal sealed class StatsCommand(
    IShortTermMemory shortTerm, IProfileStore profiles, ISessionStore sessions, ChosenStores stores, IAnsiConsole console) : ISampleCommand<JsonSettings>
{
    public async Task RunAsync(JsonSettings settings, CancellationToken cancellationToken)
    {
        // A store that does not answer ends the command with an error. Every store that is shown therefore serves.
        var usage = await shortTerm.GetMemoryUsageAsync(cancellationToken);
        await profiles.PingAsync(cancellationToken);
        await sessions.PingAsync(cancellationToken);
        if (settings.Json)
        {
            WriteJson(usage);
            return;
        }

        console.WriteHeading("Where");
        console.WriteLabeled("profiles:", $"{profiles.Name}, serving");
        console.WriteLabeled("sessions:", $"{sessions.Name}, serving");
        foreach (var file in stores.Files)
        {
            console.WriteLabeled("file:", file.Path);
            console.WriteLabeled("size:", $"{SizeOf(file):N0} bytes, with its write-ahead log");
        }

        console.WriteHeading("Open sessions");
        console.WriteLabeled("sessions:", $"{usage.SessionsCount:N0}");
        console.WriteLabeled("size:", $"{usage.SizeBytes:N0} bytes of {usage.MaxSizeMb:N0} MB, {usage.UsagePercentage:0.####} %");
        console.WriteLabeled("removed:", $"{usage.ExpiredCount:N0} expired, {usage.EvictedCount:N0} evicted, in this run");
    }

    private void WriteJson(MemoryUsage usage) => console.WriteJson(new
    {
        Profiles = new { Store = profiles.Name, Where = stores.Profiles.Text },
        Sessions = new
        {
            Store = sessions.Name,
            Where = stores.Sessions.Text,
            Count = usage.SessionsCount,
            usage.SizeBytes,
            usage.MaxSizeBytes,
            Expired = usage.ExpiredCount,
            Evicted = usage.EvictedCount,
        },
        Files = stores.Files.Select(file => new { file.Path, SizeBytes = SizeOf(file) }),
    });

    private static long SizeOf(SqliteStore file) => SizeOf(file.Path) + SizeOf(file.Path + "-wal");

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
