using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;
using static HospitalityMemory.Sqlite.Tests.SampleSessions;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>How the file stores sessions, and what happens when another program changes it.</summary>
public sealed class SessionFormTests : IDisposable
{
    private static readonly DateTimeOffset Now = ProfileSamples.Now;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_size_of_a_session_is_that_of_its_JSON()
    {
        var store = _folder.Sessions();
        await CreateAsync(store, "s1");
        await CreateAsync(store, "s2");
        for (var i = 0; i < 20; i++)
        {
            await SayAsync(store, "s1", new([Says(new string('ä', i)) with { Weight = i }]), Keeping);
            await SayAsync(store, "s2", new([Says("a"), Says(new string('b', i), index: 1) with { Weight = 100 }]));
        }

        var session = await PeekInfoAsync(store, "s1");
        await store.TryReplaceAsync(session with { Version = 2, Context = JsonFields.Empty.Set("x", "yz") }, null, Now, Limits, CancellationToken.None);
        await store.TryReplaceMessageAsync(
            "s1", new(18, 0, Says("edited").Message) { Weight = 50 }, Now, Keeping, CancellationToken.None);
        await store.TryReplaceMessageAsync("s1", new(19, 1, null), Now, Keeping, CancellationToken.None);
        await SayAsync(store, "s1", new([Says("x")]), Limits with { MaxMessages = 4 });

        using var plain = _folder.Plain();
        var usage = await store.GetUsageAsync(Now, CancellationToken.None);
        Assert.Equal(usage.SizeBytes, plain.Scalar("""
            SELECT sum(length(CAST(data AS BLOB))) FROM
                (SELECT data FROM memory_session_states UNION ALL SELECT data FROM memory_messages UNION ALL SELECT data FROM memory_waiting_messages)
            """));
        Assert.Equal(usage.SizeBytes, plain.Scalar("SELECT sum(size_bytes) FROM memory_sessions"));
        Assert.Equal(4L + 6, plain.Scalar("SELECT count(*) FROM memory_messages"));
        AssertSound(plain);
        await store.ClearMessagesAsync("s1", Now, Limits, CancellationToken.None);
        AssertSound(plain);
        Assert.Equal(0L, plain.Scalar("SELECT count(*) FROM memory_waiting_messages"));
    }

    [Fact]
    public async Task Expired_sessions_are_counted_once_and_leave_nothing_behind()
    {
        var store = _folder.Sessions();
        for (var i = 0; i < 600; i++)
        {
            await CreateAsync(store, $"s{i}");
            await SayAsync(store, $"s{i}", new([.. Enumerable.Range(0, 7).Select(n => Says($"{n}", $"{n}", n))]), Keeping);
        }

        var later = Now.AddMinutes(30);
        Assert.Equal(default, await store.GetUsageAsync(later, CancellationToken.None));
        var created = await store.TryCreateAsync(New("s0", later), Limits, CancellationToken.None);
        Assert.Equal([new("s0", SessionEndReason.Expired)], created.Ended);
        var removed = new List<string>();
        while (await store.RemoveExpiredAsync(1_000, later, CancellationToken.None) is { Count: > 0 } some)
        {
            Assert.InRange(some.Count, 1, 256);
            removed.AddRange(some);
        }

        Assert.Equal(Enumerable.Range(1, 599).Select(i => $"s{i}").Order(), removed.Order());
        var usage = await store.GetUsageAsync(later, CancellationToken.None);
        Assert.Equal((1L, 600L), (usage.LiveSessions, usage.Expired));
        using var plain = _folder.Plain();
        Assert.Equal(1L, plain.Scalar("SELECT count(*) FROM memory_session_states"));
        foreach (var table in (string[])["memory_messages", "memory_waiting_messages", "memory_message_ids"])
        {
            Assert.Equal(0L, plain.Scalar($"SELECT count(*) FROM {table}"));
        }
    }

    [Fact]
    public async Task Removing_takes_no_more_than_asked_and_few_at_a_time_where_they_are_large()
    {
        var store = _folder.Sessions();
        for (var i = 0; i < 5; i++)
        {
            await CreateAsync(store, $"s{i}", Now.AddSeconds(i));
            await SayAsync(store, $"s{i}", Numbered(0, 6_000), Wide, Now.AddSeconds(i));
        }

        var later = Now.AddHours(1);
        Assert.Equal(["s0"], await store.RemoveExpiredAsync(1, later, CancellationToken.None));
        Assert.Equal(["s1", "s2"], await store.RemoveExpiredAsync(10, later, CancellationToken.None));
        Assert.Equal(["s3", "s4"], await store.RemoveExpiredAsync(10, later, CancellationToken.None));
        Assert.Empty(await store.RemoveExpiredAsync(10, later, CancellationToken.None));
    }

    [Fact]
    public async Task A_lifetime_that_was_changed_holds_from_the_next_use_on_and_a_clock_that_is_behind_shortens_none()
    {
        var store = _folder.Sessions();
        await CreateAsync(store, "s1");
        await store.TryCreateAsync(
            New("own") with { Lifetime = TimeSpan.FromHours(2), ExpiresAt = Now.AddHours(2) }, Limits, CancellationToken.None);
        var shorter = Limits with { Lifetime = TimeSpan.FromMinutes(5) };

        Assert.Equal(Now.AddMinutes(5), await ReadAsync("s1", 0, shorter));
        Assert.Equal(Now.AddMinutes(8), await ReadAsync("s1", 3, shorter));
        Assert.Equal(Now.AddMinutes(8), await ReadAsync("s1", 1, shorter));
        Assert.Equal(Now.AddMinutes(34), await ReadAsync("s1", 4, Limits));
        Assert.Equal(Now.AddMinutes(20), await ReadAsync("s1", 2, Limits with { MaxLifetime = TimeSpan.FromMinutes(20) }));
        Assert.Equal(Now.AddMinutes(121), await ReadAsync("own", 1, shorter));
        Assert.Equal(Now.AddMinutes(121), await ReadAsync("own", 0, Limits));

        // The clock of this host is behind that of the creation.
        await SayAsync(store, "own", Numbered(1, 1), now: Now.AddMinutes(-9));
        var info = await PeekInfoAsync(store, "own");
        Assert.Equal((Now, Now.AddMinutes(121), TimeSpan.FromHours(2)), (info.UpdatedAt, info.ExpiresAt, info.Lifetime));

        async Task<DateTimeOffset> ReadAsync(string id, double minutes, SessionLimits limits) =>
            (await store.GetAsync(id, Now.AddMinutes(minutes), limits, CancellationToken.None))!.ExpiresAt;
    }

    [Fact]
    public async Task Writes_remove_expired_sessions_now_and_then_and_say_which()
    {
        var store = _folder.Sessions();
        for (var i = 0; i < 80; i++)
        {
            await CreateAsync(store, $"s{i}", Now.AddSeconds(i));
        }

        var later = Now.AddHours(1);
        await CreateAsync(store, "used", later);
        var ended = new List<SessionEnd>();
        for (var i = 0; i < 600; i++)
        {
            ended.AddRange((await SayAsync(store, "used", new([Says("x")]), now: later)).Ended ?? []);
        }

        Assert.Equal(Enumerable.Range(0, 64).Select(i => new SessionEnd($"s{i}", SessionEndReason.Expired)), ended);
        Assert.Equal(64, (await store.GetUsageAsync(later, CancellationToken.None)).Expired);

        // A process that writes only once does it too.
        var once = await _folder.Sessions().TryCreateAsync(New("other", later), Limits, CancellationToken.None);
        Assert.Equal(16, once.Ended!.Count);
        using var plain = _folder.Plain();
        Assert.Equal(2L, plain.Scalar("SELECT count(*) FROM memory_sessions"));
    }

    [Fact]
    public async Task Messages_that_somebody_deleted_are_missed_and_what_is_left_goes_on()
    {
        var store = _folder.Sessions();
        foreach (var id in (string[])["peeked", "read", "ranged", "trimmed"])
        {
            await CreateAsync(store, id);
            await SayAsync(store, id, Numbered(1, 5));
        }

        using var plain = _folder.Plain();
        plain.Scalar("DELETE FROM memory_messages WHERE sequence IN (2, 3)");

        var peeked = await PeekAsync(store, "peeked");
        Assert.True(peeked.IsIncomplete);
        Assert.Equal(["m1", "m4", "m5"], peeked.Messages.Select(message => message.Content));
        Assert.False((await PeekInfoAsync(store, "peeked")).IsIncomplete);

        Assert.True((await store.GetAsync("read", Now, Limits, CancellationToken.None))!.IsIncomplete);
        var ranged = await store.GetMessagesAsync("ranged", new(100, null), Now, Limits, CancellationToken.None);
        Assert.Equal((3, 5), (ranged!.Count, ranged.LastSequence));
        Assert.Equal(1, (await SayAsync(store, "trimmed", Numbered(6, 4))).Trimmed);
        Assert.Equal([4, 5, 6, 7, 8, 9], (await PeekAsync(store, "trimmed")).Messages.Select(message => (int)message.Sequence));

        foreach (var id in (string[])["read", "ranged", "trimmed"])
        {
            Assert.True((await PeekInfoAsync(store, id)).IsIncomplete, id);
            await SayAsync(store, id, new([Says("goes on")]));
            Assert.True((await PeekAsync(store, id)).IsIncomplete, id);
            Assert.True(Assert.Single((await store.ListAsync(new(null, null, 9), Now, CancellationToken.None)).Sessions, session => session.SessionId == id).IsIncomplete);
        }

        plain.Scalar("DELETE FROM memory_sessions WHERE session_id = 'peeked'");
        AssertSound(plain);
    }

    [Fact]
    public async Task A_session_that_cannot_be_read_is_said_to_be_so_hides_no_other_and_can_be_deleted()
    {
        var store = _folder.Sessions();
        foreach (var id in (string[])["a", "b", "c", "d", "e"])
        {
            await store.TryCreateAsync(New(id, Now.AddSeconds(id[0])) with { UserId = "guest" }, Limits, CancellationToken.None);
        }

        using (var plain = _folder.Plain())
        {
            plain.Scalar("UPDATE memory_session_states SET data = '{\"schema_version\":99}' WHERE session = 2");
            plain.Scalar("DELETE FROM memory_session_states WHERE session = 3");
            plain.Scalar("UPDATE memory_session_states SET data = (SELECT data FROM memory_session_states WHERE session = 5) WHERE session = 4");
        }

        foreach (var userId in (string?[])["guest", null])
        {
            var listed = (await store.ListAsync(new(userId, null, 10), Now, CancellationToken.None)).Sessions.OrderBy(session => session.SessionId).ToArray();
            Assert.Equal(["a", "b", "c", "d", "e"], listed.Select(session => session.SessionId));
            Assert.Equal([true, false, false, false, true], listed.Select(session => session.Problem is null));
            Assert.Contains("schema_version 99", listed[1].Problem, StringComparison.Ordinal);
            Assert.All(listed, session => Assert.Equal(
                ("guest", Now.AddSeconds(session.SessionId[0]), Now.AddSeconds(session.SessionId[0]).AddMinutes(30)),
                (session.UserId, session.CreatedAt, session.ExpiresAt)));
        }

        foreach (var id in (string[])["b", "c", "d"])
        {
            await Assert.ThrowsAnyAsync<UnreadableDataException>(() => PeekAsync(store, id));
            await Assert.ThrowsAnyAsync<UnreadableDataException>(() => PeekInfoAsync(store, id));
            await SayAsync(store, id, new([Says("is kept")]), now: Now.AddSeconds(1));
            Assert.True(await store.DeleteAsync(id, Now, CancellationToken.None));
        }

        Assert.Equal(["a", "e"], (await store.ListAsync(new(null, null, 10), Now, CancellationToken.None)).Sessions.Select(session => session.SessionId));
    }

    [Fact]
    public async Task The_last_256_ids_are_remembered_and_no_more()
    {
        var store = _folder.Sessions();
        await CreateAsync(store, "s1");
        for (var i = 0; i < 300; i++)
        {
            await SayAsync(store, "s1", new([Says($"m{i}", $"id {i}")]));
        }

        using var plain = _folder.Plain();
        Assert.Equal("256 45 300", plain.Scalar("SELECT count(*) || ' ' || min(sequence) || ' ' || max(sequence) FROM memory_message_ids"));
        Assert.Equal(45, (await SayAsync(store, "s1", new([Says("again", "id 44")]))).FirstSequence);
        Assert.Equal(301, (await SayAsync(store, "s1", new([Says("again", "id 43")]))).FirstSequence);
        Assert.Equal(256L, plain.Scalar("SELECT id_count FROM memory_sessions"));
    }

    [Fact]
    public async Task A_summary_takes_in_what_it_was_given_and_not_what_came_to_wait_since_with_a_lower_number()
    {
        // The answer to the first call comes late. Its group is trimmed first, and its number is higher than those that follow.
        var store = _folder.Sessions();
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", Numbered(1, 5), Keeping);
        await SayAsync(store, "s1", new([Says("m6") with { Group = MessageGroup.Stored(1), StartsTurn = false }]), Keeping);
        Assert.Equal(2, (await SayAsync(store, "s1", new([Says("m7")]), Keeping)).Waiting);
        var claimed = await store.LeaseTrimmedAsync("s1", new(1, Now.AddMinutes(1)), Now, CancellationToken.None);
        Assert.Equal([1, 6], claimed!.Messages.Select(message => message.Sequence));

        // One more message is trimmed while the summary is made.
        Assert.Equal(3, (await SayAsync(store, "s1", Numbered(8, 2), Keeping)).Waiting);
        await store.LeaseTrimmedAsync("s1", new(1, Now.AddMinutes(1)), Now, CancellationToken.None);
        var stored = await store.TryReplaceAsync(
            claimed.Info with { Version = 2 }, new(1, claimed.Messages[^1].Sequence), Now, Keeping, CancellationToken.None);

        Assert.Equal((SessionWriteStatus.Done, 1), (stored.Status, stored.Waiting));
        var next = await store.LeaseTrimmedAsync("s1", new(2, Now.AddMinutes(1)), Now, CancellationToken.None);
        Assert.Equal([2], next!.Messages.Select(message => message.Sequence));
    }

    [Fact]
    public async Task Waiting_messages_that_somebody_deleted_are_missed()
    {
        var store = _folder.Sessions();
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", Numbered(1, 9), Keeping);
        using var plain = _folder.Plain();
        plain.Scalar("DELETE FROM memory_waiting_messages WHERE sequence = 2");

        var claimed = await store.LeaseTrimmedAsync("s1", new(1, Now.AddMinutes(1)), Now, CancellationToken.None);

        Assert.True(claimed!.Info.IsIncomplete);
        Assert.Equal([1, 3], claimed.Messages.Select(message => message.Sequence));
        AssertSound(plain);
        plain.Scalar("DELETE FROM memory_waiting_messages");
        Assert.Null(await store.LeaseTrimmedAsync("s1", new(1, Now.AddMinutes(2)), Now, CancellationToken.None));
        AssertSound(plain);
    }

    /// <summary>The counts in the rows agree with the messages.</summary>
    private static void AssertSound(Microsoft.Data.Sqlite.SqliteConnection plain)
    {
        Assert.Equal(0L, plain.Scalar("""
            SELECT count(*) FROM memory_sessions s
            WHERE (message_count, message_weight, message_bytes, spared_bytes) IS NOT
                    (SELECT count(*), coalesce(sum(weight), 0), coalesce(sum(length(CAST(data AS BLOB))), 0), coalesce(sum(bytes * is_spared), 0)
                    FROM memory_messages WHERE session = s.session)
                OR (waiting_count, waiting_bytes) IS NOT
                    (SELECT count(*), coalesce(sum(length(CAST(data AS BLOB))), 0) FROM memory_waiting_messages WHERE session = s.session)
                OR state_bytes <> (SELECT length(CAST(data AS BLOB)) FROM memory_session_states WHERE session = s.session)
                OR id_count <> (SELECT count(*) FROM memory_message_ids WHERE session = s.session)
                OR size_bytes <> state_bytes + message_bytes + waiting_bytes
            """));
        Assert.Equal(0L, plain.Scalar("SELECT count(*) FROM memory_messages WHERE bytes <> length(CAST(data AS BLOB))"));
        Assert.Equal(1L, plain.Scalar(
            "SELECT sessions = (SELECT count(*) FROM memory_sessions) AND bytes = (SELECT sum(size_bytes) FROM memory_sessions) FROM memory_session_totals"));
    }
}
