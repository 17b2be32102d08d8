using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using HospitalityMemory.Tests.Diagnostics;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>A long-term memory to test, with everything that a test may set or inspect.</summary>
internal sealed class Guests : IDisposable
{
    public const string Id = "guest-1";

    public Guests(IProfileStore? store = null, IPreferenceLearner? learner = null, Action<HospitalityMemoryOptions>? configure = null, params IUserAnalyzer[] analyzers)
    {
        Metrics = new(new MemoryInstruments(Meters), Options.Application);
        Store = store ?? new InMemoryProfileStore();
        configure?.Invoke(Options);
        Memory = Create(learner, analyzers);
    }

    public FakeTimeProvider Time { get; } = new ImpatientClock(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public HospitalityMemoryOptions Options { get; } = new();

    public OwnMeters Meters { get; } = new();

    public MemoryMetrics Metrics { get; }

    public FakeLogger<LongTermMemory> Log { get; } = new();

    public IProfileStore Store { get; }

    public LongTermMemory Memory { get; private set; }

    public List<IGuestChangeObserver> Observers { get; } = [];

    public NameRules Names { get; set; } = NameRules.Default;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Another memory over the same store, as after a restart with other settings.</summary>
    public LongTermMemory Create(IPreferenceLearner? learner = null, params IUserAnalyzer[] analyzers)
    {
        learner ??= new FrequencyPreferenceLearner();
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        return new(Store, learner, Names, options, Time, Metrics, analyzers, Observers, Log);
    }

    public static Booking Stay(string id, string city = "Miami", int year = 2025, int month = 5, int day = 1) => new()
    {
        BookingId = id,
        City = city,
        CheckIn = new DateOnly(year, month, day),
    };

    public async Task<List<Booking>> HistoryAsync(string userId = Id)
    {
        var bookings = new List<Booking>();
        await foreach (var booking in Memory.GetBookingHistoryAsync(userId))
        {
            bookings.Add(booking);
        }

        return bookings;
    }

    public async Task<UserProfile> StoredAsync(string userId = Id) =>
        (await Store.GetForUpdateAsync(userId, null, CancellationToken.None)).Profile ?? throw new InvalidOperationException("No such profile.");

    public void Dispose() => Metrics.Instruments.Dispose();
}
