using System.Text.Json.Nodes;

namespace HospitalityMemory.Conformance;

/// <summary>Damaged sessions and messages are never served as if they were whole. The error says where the damage is.</summary>
public abstract class SessionDamageConformance
{
    private const string Guest = "alice of wonderland";
    private const string Damaged = "session of alice";
    private const string Well = "the other session";
    private const string Said = "a secret word";

    /// <summary>An empty store.</summary>
    protected abstract ISessionDamage Create();

    [SkippableFact]
    public async Task A_session_under_anothers_key_is_served_as_nobodys()
    {
        const string Key = "the key of bob";
        using var damage = Create();
        await FillAsync(damage);
        await damage.MisplaceSessionAsync(Damaged, Key);
        await using var memory = new DamagedMemory(sessions: damage.Open);
        var store = memory.Sessions.Name;

        foreach (var call in Calls(memory.ShortTerm, Key))
        {
            await memory.ThrowsAsync<MisplacedDataException>(call, store, StoredDataKind.Session, Key, Damaged, Guest, Said);
        }

        Assert.All(memory.Counted, tags => Assert.Equal($"application=inn store={store} kind=session reason=misplaced", tags));
        Assert.NotEmpty(memory.Counted);
        Assert.True(await memory.ShortTerm.DeleteSessionAsync(Key));
        Assert.Null(await memory.ShortTerm.GetSessionAsync(Key));
    }

    [SkippableFact]
    public Task A_broken_state_is_an_error_that_says_where_it_is() => FailsAsync<CorruptDataException>(
        damage => damage.TearSessionAsync(Damaged), StoredDataKind.Session, "corrupt");

    [SkippableFact]
    public Task A_time_that_there_is_not_is_an_error_that_says_where_it_is() => FailsAsync<CorruptDataException>(
        damage => damage.TearTimeAsync(Damaged), StoredDataKind.Session, "corrupt");

    [SkippableFact]
    public Task A_session_of_a_newer_schema_is_told_as_such() => FailsAsync<SchemaVersionException>(
        damage => damage.MakeNewerAsync(Damaged), StoredDataKind.Session, "newer_schema");

    [SkippableFact]
    public async Task A_merge_leaves_a_session_that_cannot_be_read_and_says_so()
    {
        using var damage = Create();
        await FillAsync(damage);
        await damage.TearSessionAsync(Damaged);
        await using var memory = new DamagedMemory(sessions: damage.Open);
        await memory.LongTerm.InitializeUserProfileAsync("other");

        var preview = await memory.Administration.PreviewMergeGuestsAsync(Guest, "other");
        var merge = await memory.Administration.MergeGuestsAsync(Guest, "other");

        Assert.Equal((1, 1, false), (merge.Sessions, merge.SessionsLeft, merge.IsComplete));
        Assert.Equal((1, 1), (preview.Sessions, preview.SessionsLeft));
        Assert.Equal("other", (await memory.ShortTerm.PeekSessionAsync(Well))!.UserId);

        // It goes with an erasure of its guest, and the merge has nothing left to do.
        var receipt = await memory.Guests.EraseGuestAsync(Guest);
        Assert.Equal((1, 1), (receipt.Sessions.Deleted, receipt.Sessions.Unreadable));
        Assert.True((await memory.Administration.MergeGuestsAsync(Guest, "other")).IsComplete);
    }

    [SkippableFact]
    public async Task A_broken_message_is_an_error_that_says_where_it_is()
    {
        using var damage = Create();
        await FillAsync(damage);
        await damage.TearMessageAsync(Damaged);
        await using var memory = new DamagedMemory(sessions: damage.Open);

        foreach (var call in ReadsOfMessages(memory.ShortTerm, Damaged))
        {
            var error = await memory.ThrowsAsync<CorruptDataException>(call, memory.Sessions.Name, StoredDataKind.Message, Damaged, Guest, Said);
            Assert.IsNotType<MisplacedDataException>(error);
        }

        Assert.Equal(2, (await memory.ShortTerm.GetSessionAsync(Well))!.Messages.Count);
        Assert.True(await memory.ShortTerm.DeleteSessionAsync(Damaged));
    }

    [SkippableFact]
    public async Task An_export_holds_what_can_be_read_of_a_session_and_names_what_cannot()
    {
        using var damage = Create();
        await FillAsync(damage);
        await damage.TearMessageAsync(Damaged);
        await damage.TearSessionAsync(Well);
        await using var memory = new DamagedMemory(sessions: damage.Open);

        var export = JsonNode.Parse(await memory.Guests.ExportGuestAsync(Guest))!;

        var session = Assert.Single(export["sessions"]!.AsArray())!;
        Assert.Equal((Damaged, Guest), ((string?)session["session_id"], (string?)session["user_id"]));
        Assert.Equal(["an answer"], session["messages"]!.AsArray().Select(message => (string)message!["content"]!));
        Assert.Equal(
            [("message", Damaged), ("session", Well)],
            export["unreadable"]!.AsArray().Select(part => ((string)part!["kind"]!, (string)part["session_id"]!)).Order());
    }

    private async Task FailsAsync<TException>(Func<ISessionDamage, Task> harm, StoredDataKind kind, string reason)
        where TException : UnreadableDataException
    {
        using var damage = Create();
        await FillAsync(damage);
        await harm(damage);
        await using var memory = new DamagedMemory(sessions: damage.Open);
        var store = memory.Sessions.Name;

        foreach (var call in Calls(memory.ShortTerm, Damaged))
        {
            await memory.ThrowsAsync<TException>(call, store, kind, Damaged, Guest, Said);
        }

        Assert.All(memory.Counted, tags => Assert.Equal($"application=inn store={store} kind=session reason={reason}", tags));
        Assert.NotEmpty(memory.Counted);
        await AssertOthersAreServedAsync(memory);
    }

    /// <summary>The damaged session is listed as such and hides no other session. It can be deleted and started again.</summary>
    private static async Task AssertOthersAreServedAsync(DamagedMemory memory)
    {
        var listed = new List<SessionInfo>();
        await foreach (var session in memory.ShortTerm.ListUserSessionsAsync(Guest))
        {
            listed.Add(session);
        }

        Assert.Equal([Damaged, Well], listed.Select(session => session.SessionId).Order(StringComparer.Ordinal));
        Assert.Equal(Damaged, Assert.Single(listed, session => session.Problem is not null).SessionId);
        Assert.Equal(2, (await memory.ShortTerm.GetSessionAsync(Well))!.Messages.Count);
        Assert.True(await memory.ShortTerm.DeleteSessionAsync(Damaged));
        Assert.Empty((await memory.ShortTerm.GetOrCreateSessionAsync(Damaged, Guest)).Messages);
    }

    /// <summary>Every call that reads a session's state.</summary>
    private static IEnumerable<Func<Task>> Calls(IShortTermMemory memory, string id) =>
    [
        () => memory.GetSessionAsync(id).AsTask(),
        () => memory.PeekSessionAsync(id).AsTask(),
        () => memory.GetOrCreateSessionAsync(id, Guest).AsTask(),
        () => memory.UpdateSessionAsync(id, state => state with { CurrentAgent = "another" }).AsTask(),
        () => memory.UpdateSlotsAsync(id, new BookingSlots { City = "Lisbon" }).AsTask(),
    ];

    private static IEnumerable<Func<Task>> ReadsOfMessages(IShortTermMemory memory, string id) =>
    [
        () => memory.GetSessionAsync(id).AsTask(),
        () => memory.PeekSessionAsync(id).AsTask(),
        () => memory.GetMessagesAsync(id, 0, 10).AsTask(),
        () => memory.GetLatestMessagesAsync(id, 10).AsTask(),
    ];

    private static async Task FillAsync(ISessionDamage damage)
    {
        await using var memory = new DamagedMemory(sessions: damage.Open);
        foreach (var id in (string[])[Damaged, Well])
        {
            await memory.ShortTerm.CreateSessionAsync(id, Guest);
            await memory.ShortTerm.AddMessageAsync(id, MessageRole.User, Said);
            await memory.ShortTerm.AddMessageAsync(id, MessageRole.Assistant, "an answer");
        }
    }
}
