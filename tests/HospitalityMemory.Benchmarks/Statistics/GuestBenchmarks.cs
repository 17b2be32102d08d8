using BenchmarkDotNet.Attributes;

namespace HospitalityMemory.Benchmarks;

/// <summary>Reads about a guest with a growing number of bookings.</summary>
[Config(typeof(SideBySide))]
public class GuestBenchmarks
{
    private ILongTermMemory _memory = null!;

    [Params(10, 100, 10_000)]
    public int Bookings { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _memory = BookingTable.New();
        foreach (var booking in SampleBookings.Take(Bookings))
        {
            await _memory.AddBookingToHistoryAsync("guest", booking);
        }
    }

    [Benchmark(Baseline = true)]
    public ValueTask<PersonalizationContext> PersonalizationContext() => _memory.GetPersonalizationContextAsync("guest");

    [Benchmark]
    public ValueTask<UserPreferences> Preferences() => _memory.GetUserPreferencesAsync("guest");

    [Benchmark]
    public ValueTask<UserAnalytics> Analytics() => _memory.GetUserAnalyticsAsync("guest");
}
