namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>Removes 100,000 guests whose year is over, while one writer books for another guest every few milliseconds.</summary>
internal static class CleanupFigures
{
    private const int Guests = 100_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(Report report, string folder)
    {
        var clock = new SettableClock();
        clock.Advance(TimeSpan.FromDays(-500));
        await using var guests = new OurGuests(Path.Combine(folder, "cleanup.db"), clock);
        await GuestFill.FillAsync(guests, GuestFill.Ids(Guests), bookings: 1);
        clock.Advance(TimeSpan.FromDays(500));

        var alone = await BookWhileAsync(guests, 0, Task.Delay(TimeSpan.FromSeconds(1), RealTime.Clock));
        var start = RealTime.Clock.GetTimestamp();
        var cleanup = Task.Run(async () =>
        {
            var removed = await guests.Memory.CleanupInactiveProfilesAsync();
            return (Removed: removed, RealTime.Clock.GetElapsedTime(start).TotalSeconds);
        });
        var meanwhile = await BookWhileAsync(guests, alone.Count, cleanup);
        var (removed, seconds) = await cleanup;
        if (removed != Guests)
        {
            throw new InvalidOperationException($"{removed} profiles were removed, not {Guests}.");
        }

        report.Figure("cleanup of 100,000 inactive guests", seconds, "s", atMost: 4);
        report.Ratio("a writer's longest wait meanwhile : without", "ms", new(meanwhile.Max(), alone.Max()));
        report.Ratio("a writer's median wait meanwhile : without", "ms", new(Median.Of(meanwhile), Median.Of(alone)));
    }

    /// <returns>How long each booking took, in milliseconds.</returns>
    private static async Task<List<double>> BookWhileAsync(OurGuests guests, int first, Task work)
    {
        var times = new List<double>();
        do
        {
            var start = RealTime.Clock.GetTimestamp();
            await guests.BookAsync("an active guest", GuestFill.BookingOf(0, first + times.Count));
            times.Add(RealTime.Clock.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(Pause, RealTime.Clock);
        }
        while (!work.IsCompleted);

        return times;
    }
}
