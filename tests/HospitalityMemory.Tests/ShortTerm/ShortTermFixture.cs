using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using HospitalityMemory.Tests.Diagnostics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>A short-term memory over the in-memory store, on a clock that the test sets.</summary>
internal sealed class ShortTermFixture : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly OwnMeters _meters = new();
    private ShortTermMemory? _memory;

    public ShortTermFixture() => Metrics = new(new MemoryInstruments(_meters), Options.Application);

    public FakeTimeProvider Clock { get; } = new ImpatientClock(Start);

    public HospitalityMemoryOptions Options { get; } = new();

    public MemoryMetrics Metrics { get; }

    public FakeLogger<ShortTermMemory> Logger { get; } = new();

    public List<ISessionInitializer> Initializers { get; } = [];

    public List<ISessionEndHandler> EndHandlers { get; } = [];

    public List<IConversationSummarizer> Summarizers { get; } = [];

    public ISessionStore Store { get; set; } = new InMemorySessionStore();

    /// <summary>Made on first use, with the settings that the test has made by then.</summary>
    public ShortTermMemory Memory => _memory ??= new(
        Store, Microsoft.Extensions.Options.Options.Create(Options), Clock, Metrics, Initializers, EndHandlers, Summarizers, new EstimatedTokenCounter(), Logger);

    public DateOnly Day(int daysAhead) => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(daysAhead);

    /// <summary>Collects the measurements of this memory, and of no other in the process.</summary>
    public MetricCollector<long> Collect(string instrument) => _meters.Collect(instrument);

    public async Task<Session> PeekAsync(string sessionId)
    {
        var session = await Memory.PeekSessionAsync(sessionId);
        Assert.NotNull(session);
        return session;
    }

    public async Task<SessionInfo> PeekInfoAsync(string sessionId)
    {
        var session = await Store.PeekInfoAsync(sessionId, Clock.GetUtcNow(), CancellationToken.None);
        Assert.NotNull(session);
        return session;
    }

    public void Dispose() => Metrics.Instruments.Dispose();
}
