using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Conformance;

/// <summary>What the memory over a store has in common: its clock, its settings, and another server's memory.</summary>
/// <remarks>A store's tests derive from each class of this name, as from those of the store alone.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "xunit calls DisposeAsync.")]
public abstract class ShortTermMemoryConformance : SessionStoreConformance
{
    protected const string Id = "s1";

    private readonly MemoryMetrics _metrics = new(new MemoryInstruments(null), HospitalityMemoryOptions.DefaultApplication);
    private HookedSessionStore? _store;
    private ShortTermMemory? _memory;
    private ShortTermMemory? _other;

    protected FakeTimeProvider Clock { get; } = new ImpatientClock(T0);

    /// <summary>Changed before the first call of a memory.</summary>
    protected HospitalityMemoryOptions Options { get; } = new() { ShortTerm = { MaxMessages = 5, Timeout = Timeout.InfiniteTimeSpan } };

    protected IConversationSummarizer? Summarizer { get; set; }

    protected ISessionEndHandler? Ends { get; set; }

    protected IMessageTokenCounter TokenCounter { get; set; } = new EstimatedTokenCounter();

    /// <summary>The store under the memories.</summary>
    protected ISessionStore Store => _store ?? throw new InvalidOperationException("StartAsync comes first.");

    /// <summary>The memory under test.</summary>
    protected IShortTermMemory Memory => _memory ?? throw new InvalidOperationException("StartAsync comes first.");

    /// <summary>Another server's memory over the same store.</summary>
    protected IShortTermMemory Other => _other ?? throw new InvalidOperationException("StartAsync comes first.");

    /// <summary>The operator's side of the memory under test.</summary>
    protected IMemoryAdministration Administration => new MemoryAdministration(
        _memory ?? throw new InvalidOperationException("StartAsync comes first."),
        new LongTermMemory(
            new InMemoryProfileStore(), new FrequencyPreferenceLearner(), NameRules.Default, Microsoft.Extensions.Options.Options.Create(Options), Clock, _metrics, [], []));

    /// <summary>A name of a session and what is done to it.</summary>
    protected static (string Name, Func<IShortTermMemory, Task<SessionInfo>> Change)[] Changes =>
    [
        ("update", memory => memory.UpdateSessionAsync(Id, state => state with { CurrentAgent = "booking" }).AsTask()),
        ("update to a new state", memory => memory.UpdateSessionAsync(Id, _ => new SessionState { CurrentAgent = "b" }).AsTask()),
        ("set slots", memory => memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon", NumberOfGuests = 2 }).AsTask()),
        ("set slots from JSON", memory => memory.UpdateSlotsFromJsonAsync(Id, Json("""{"budget": 90, "view": "sea"}""")).AsTask()),
        ("set good slots from JSON", async memory => (await memory.TryUpdateSlotsFromJsonAsync(Id, Json("""{"guests": 3, "budget": "much"}"""))).Session),
        ("clear a slot", memory => memory.ClearSlotsAsync(Id, [SlotNames.City]).AsTask()),
        ("clear slots", memory => memory.ClearSlotsAsync(Id).AsTask()),
        ("adopt", async memory => await memory.GetOrCreateSessionAsync(Id, "guest")),
        ("update the guest's", async memory => await memory.UpdateSessionAsync(
            (await memory.PeekSessionAsync(Id))!, "guest", state => state with { BookingData = JsonFields.Empty.Set("id", 7m) })),
    ];

    public override async Task DisposeAsync()
    {
        // What runs in the background ends before the store does.
        await (_memory?.DisposeAsync() ?? default);
        await (_other?.DisposeAsync() ?? default);
        _metrics.Instruments.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Makes both memories over a store without sessions.</summary>
    protected async Task StartAsync()
    {
        var store = await CreateStoreAsync();
        _store = new(store);
        _memory = NewMemory(_store);
        _other = NewMemory(store);
    }

    /// <summary>What somebody else does between the memory's next read and the write that follows from it.</summary>
    protected void Meanwhile(Func<Task> something) => _store!.BeforeNextWrite = something;

    /// <summary>Waits until the summaries that have begun are written; those of the other memory may begin during those of the one.</summary>
    protected async Task SummarizedAsync()
    {
        await _memory!.WhenSummarizedAsync();
        await _other!.WhenSummarizedAsync();
    }

    protected void Advance(double minutes) => Clock.Advance(TimeSpan.FromMinutes(minutes));

    protected async Task<Session> PeekAsync(string id = Id)
    {
        var session = await Memory.PeekSessionAsync(id);
        Assert.NotNull(session);
        return session;
    }

    /// <summary>
    /// All that is stored of a session but its messages, as text: a store that reads anew gives other objects of the same
    /// content.
    /// </summary>
    protected static string Stored(SessionInfo session) => new Session(session, MessageList.Empty).ToJson();

    /// <summary>All that is stored of a session, as text.</summary>
    protected static string Whole(Session session) => session.ToJson();

    protected static async Task<List<SessionInfo>> ListAsync(IAsyncEnumerable<SessionInfo> sessions)
    {
        var listed = new List<SessionInfo>();
        await foreach (var session in sessions)
        {
            listed.Add(session);
        }

        return listed;
    }

    /// <summary>All that is stored of messages, as text.</summary>
    protected static string Stored(IEnumerable<SessionMessage> messages) =>
        Whole(new Session { SessionId = Id, CreatedAt = T0, Messages = MessageList.From([.. messages]) });

    protected static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private ShortTermMemory NewMemory(ISessionStore store) => new(
        store,
        Microsoft.Extensions.Options.Options.Create(Options),
        Clock,
        _metrics,
        initializers: [],
        endHandlers: Ends is null ? [] : [Ends],
        Summarizer is null ? [] : [Summarizer],
        TokenCounter);
}
