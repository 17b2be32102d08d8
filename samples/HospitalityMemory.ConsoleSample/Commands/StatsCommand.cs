using HospitalityMemory.Stores;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Shows how much is held, and where. Profiles are not counted: no store could tell how many it has without reading them all.</summary>
internal sealed class StatsCommand(
    IShortTermMemory shortTerm, IProfileStore profiles, Storage storage, IAnsiConsole console) : ICommand
{
    public string Name => "stats";

    public string Syntax => "";

    public string Description => "Shows where everything is kept, whether the store serves, and what the running conversations take up.";

    public async Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.ExpectNoMore();
        var usage = await shortTerm.GetMemoryUsageAsync(cancellationToken);
        await profiles.PingAsync(cancellationToken);

        console.WriteHeading("Where");
        console.WriteLabeled("store:", $"{profiles.Name}, serving");
        if (storage.DatabasePath is { } path)
        {
            console.WriteLabeled("file:", path);
            console.WriteLabeled("size:", $"{SizeOf(path) + SizeOf(path + "-wal"):N0} bytes, with its write-ahead log");
        }

        console.WriteHeading("Running conversations");
        console.WriteLabeled("sessions:", $"{usage.SessionsCount:N0}");
        console.WriteLabeled("size:", $"{usage.SizeBytes:N0} bytes of {usage.MaxSizeMb:N0} MB, {usage.UsagePercentage:0.####} %");
        console.WriteLabeled("removed:", $"{usage.ExpiredCount:N0} expired, {usage.EvictedCount:N0} evicted, in this run");
    }

    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
