using System.Globalization;
using HospitalityMemory.Soak.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Soak;

/// <summary>The result for one store.</summary>
internal sealed record Outcome(string Store, string Words, bool IsGood, long Calls, double CallsPerSecond, long Refused, double GrownMegabytes, IReadOnlyList<string> Problems)
{
    public static Outcome Skipped(string store, string reason) => new(store, $"skipped: {reason}", true, 0, 0, 0, 0, []);
}

/// <summary>The run of one store, from its start to the verdict.</summary>
internal sealed class Run(string name, SoakOptions options)
{
    /// <summary>
    /// How much the memory in use may grow from a third of the time to the end. What guests hold comes and goes.
    /// </summary>
    private const double MostGrownMegabytes = 24;

    /// <summary>How long a server may take until it serves its first guest.</summary>
    private static readonly TimeSpan MostStart = TimeSpan.FromMinutes(2);

    public string Name => name;

    public Progress Progress { get; } = new();

    public async Task<Outcome> GoAsync()
    {
        await using var store = SoakStore.Of(name);
        if (await store.StartAsync() is { } missing)
        {
            Progress.State = "skipped";
            return Outcome.Skipped(name, missing);
        }

        var start = Clock.Real.GetTimestamp();
        var provider = Build(store);
        try
        {
            await AwaitAsync(provider);
            var journeys = Enumerable.Range(0, options.Writers).Select(writer => new Journey(provider, writer, options.GuestsOfWriter, Progress)).ToList();
            using var stop = new CancellationTokenSource();
            var running = journeys.Select(journey => Task.Run(() => journey.RunAsync(stop.Token))).ToList();
            var before = await DisturbAsync(store);
            await stop.CancelAsync();
            await Task.WhenAll(running);
            var seconds = Clock.Real.GetElapsedTime(start).TotalSeconds;
            var grown = InUse() - before;

            if (store.IsDurable)
            {
                await provider.DisposeAsync();
                provider = Build(store);
            }

            Progress.State = "is looked through";
            var problems = await Verdict.OfAsync(provider, journeys.SelectMany(journey => journey.Ledgers));
            return Judge(store, [.. Progress.Problems, .. problems], seconds, grown);
        }
        finally
        {
            await provider.DisposeAsync();
        }
    }

    /// <summary>
    /// Waits until the store serves its first guest. A server that has just started, and still compiles its code, may let the
    /// first calls exceed their time. That does not count as a refusal.
    /// </summary>
    private async Task AwaitAsync(ServiceProvider provider)
    {
        Progress.State = "starts to serve";
        var guests = provider.GetRequiredService<IGuestMemory>();
        var start = Clock.Real.GetTimestamp();
        while (true)
        {
            try
            {
                await guests.BeginSessionAsync("first-session", "first-guest");
                await guests.EraseGuestAsync("first-guest");
                return;
            }
            catch (MemoryUnavailableException) when (Clock.Real.GetElapsedTime(start) < MostStart)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), Clock.Real);
            }
        }
    }

    /// <summary>Runs a third undisturbed, a third disturbed, and a third mended.</summary>
    /// <returns>The memory in use after the first third.</returns>
    private async Task<double> DisturbAsync(SoakStore store)
    {
        Progress.State = "runs";
        await Task.Delay(options.Time / 3, Clock.Real);
        var before = InUse();
        Progress.State = await store.DisturbAsync();
        await Task.Delay(options.Time / 3, Clock.Real);
        Progress.State = await store.MendAsync();
        await Task.Delay(options.Time / 3, Clock.Real);
        return before;
    }

    private Outcome Judge(SoakStore store, List<string> problems, double seconds, double grown)
    {
        if (grown > MostGrownMegabytes)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The memory in use grew by {grown:F1} MB."));
        }

        if (!store.IsDisturbed && Progress.Refused > 0)
        {
            problems.Add($"{Progress.Refused} calls were refused, though nothing was wrong.");
        }

        if (store.IsDisturbed && Progress.Refused is 0)
        {
            problems.Add("No call was refused: the disturbance was none.");
        }

        Progress.State = problems.Count is 0 ? "kept every promise" : "BROKE PROMISES";
        return new(name, Progress.State, problems.Count is 0, Progress.Done, Progress.Done / seconds, Progress.Refused, grown, problems);
    }

    private static double InUse() => GC.GetTotalMemory(forceFullCollection: true) / (1024.0 * 1024.0);

    private static ServiceProvider Build(SoakStore store)
    {
        var services = new ServiceCollection();
        store.Choose(services.AddHospitalityMemory(static options => options.ShortTerm.SessionLifetime = TimeSpan.FromDays(1)));
        return services.BuildServiceProvider();
    }
}
