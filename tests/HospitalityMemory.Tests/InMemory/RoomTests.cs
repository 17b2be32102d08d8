using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.InMemory;

/// <summary>How room is made for a write: in the order that is promised, whole or not at all, and never without a word.</summary>
public sealed class RoomTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemorySessionStore _store = new();

    private SessionLimits _limits = new()
    {
        Lifetime = TimeSpan.FromMinutes(30),
        MaxMessages = 50,
        MaxSessionBytes = 1024 * 1024,
        MaxTotalBytes = 1024 * 1024,
    };

    [Fact]
    public async Task The_session_not_used_for_longest_goes_first_and_of_those_used_at_once_the_one_created_first()
    {
        string[] ids = ["d", "a", "c", "b", "e", "f"];
        foreach (var id in ids)
        {
            await CreateAsync(id, At(0), 100_000);
        }

        // Used in another order than created; a and c at the same time, and once more with an earlier time, which counts for nothing.
        await GetAsync("c", At(3));
        await GetAsync("a", At(3));
        await GetAsync("d", At(9));
        await GetAsync("d", At(1));
        await AppendAsync("e", 10, At(2));
        await _store.GetMessagesAsync("f", new(1, null), At(1), _limits, CancellationToken.None);
        await _store.PeekAsync("b", At(20), CancellationToken.None);

        var evicted = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            evicted.AddRange((await CreateAsync($"new{i}", At(10), 250_000)).Select(end => end.SessionId));
        }

        Assert.Equal(["b", "f", "e", "a", "c", "d"], evicted.Take(6));
        Assert.Equal(["new0", "new1"], evicted.Skip(6).Take(2));
    }

    /// <summary>Though it is the one that was not used for longest, or is as good as any of those used at the same time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task A_session_that_grows_sends_others_away_and_never_itself(double minutes)
    {
        await CreateAsync("grows", At(0), 300_000);
        await CreateAsync("other1", At(minutes), 300_000);
        await CreateAsync("other2", At(2 * minutes), 300_000);

        var result = await AppendAsync("grows", 300_000, At(3 * minutes));

        Assert.Equal(SessionWriteStatus.Done, result.Status);
        Assert.Equal([new("other1", SessionEndReason.Evicted)], result.Ended!);
        Assert.Equal(["grows", "other2"], await LiveAsync(At(3 * minutes)));
    }

    [Fact]
    public async Task Nobody_goes_for_what_would_not_fit_into_an_empty_memory()
    {
        _limits = _limits with { MaxSessionBytes = 10 * 1024 * 1024 };
        await CreateAsync("a", At(0), 300_000);
        await CreateAsync("b", At(1), 300_000);

        var result = await AppendAsync("b", 800_000, At(2));

        Assert.Equal((SessionWriteStatus.Full, null), (result.Status, result.Ended));
        Assert.Equal(["a", "b"], await LiveAsync(At(2)));
    }

    [Fact]
    public async Task Where_the_policy_is_to_refuse_only_what_expired_goes_and_is_told_with_the_refusal()
    {
        _limits = _limits with { WhenFull = MemoryFullPolicy.Refuse, MaxSessionBytes = 10 * 1024 * 1024 };
        await CreateAsync("old", At(0), 100_000);
        await CreateAsync("live", At(20), 800_000);

        var result = await AppendAsync("live", 300_000, At(31));

        Assert.Equal(SessionWriteStatus.Full, result.Status);
        Assert.Equal([new("old", SessionEndReason.Expired)], result.Ended!);
        Assert.Single((await _store.PeekAsync("live", At(31), CancellationToken.None))!.Messages);
        Assert.Equal(SessionWriteStatus.Done, (await AppendAsync("live", 200_000, At(31))).Status);
        Assert.Empty(await _store.RemoveExpiredAsync(10, At(31), CancellationToken.None));
    }

    [Fact]
    public async Task A_batch_that_pushes_out_some_of_itself_is_refused_like_any_other_and_changes_nothing()
    {
        _limits = _limits with { WhenFull = MemoryFullPolicy.Refuse };
        await CreateAsync("a", At(0), 900_000);
        await CreateAsync("b", At(0), 10);
        var before = (await _store.PeekAsync("b", At(1), CancellationToken.None))!;
        var bytes = (await UsageAsync(At(1))).SizeBytes;

        var refused = await _store.AppendAsync("b", Messages(60, 2_000), At(1), _limits, CancellationToken.None);

        Assert.Equal(SessionWriteStatus.Full, refused.Status);
        var after = (await _store.PeekAsync("b", At(1), CancellationToken.None))!;
        Assert.Equal((before.Messages.Count, before.ExpiresAt, before.UpdatedAt), (after.Messages.Count, after.ExpiresAt, after.UpdatedAt));
        Assert.Equal(bytes, (await UsageAsync(At(1))).SizeBytes);
        Assert.Equal(2, (await AppendAsync("b", 10, At(1))).FirstSequence);
    }

    [Fact]
    public async Task What_expired_unnoticed_is_told_to_whoever_asks_next_and_once()
    {
        foreach (var id in (string[])["counted", "deleted", "created", "swept"])
        {
            await CreateAsync(id, At(0), 10);
        }

        await CreateAsync("young", At(10), 10);
        Assert.False(await _store.DeleteAsync("deleted", At(30), CancellationToken.None));
        Assert.Equal(["created", "deleted"], (await CreateAsync("created", At(30), 10)).Select(end => end.SessionId).Order());
        Assert.Equal(2, (await UsageAsync(At(30))).LiveSessions);

        Assert.Equal("counted", Assert.Single(await _store.RemoveExpiredAsync(1, At(30), CancellationToken.None)));
        Assert.Equal("swept", Assert.Single(await _store.RemoveExpiredAsync(9, At(30), CancellationToken.None)));
        Assert.Empty(await _store.RemoveExpiredAsync(9, At(30), CancellationToken.None));
        Assert.Equal((2, 4), ((await UsageAsync(At(30))).LiveSessions, (await UsageAsync(At(30))).Expired));
    }

    /// <summary>Whoever needs whose room: the sum never exceeds what is allowed, and nobody is refused for it.</summary>
    [Fact]
    public async Task Writers_that_need_each_others_room_are_never_refused_and_never_take_more_than_there_is()
    {
        const int Writers = 6;
        const int Each = 500;
        var (created, ended, most) = (0L, 0L, 0L);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(writer);
                for (var i = 0; i < Each; i++)
                {
                    var id = $"s{random.Next(6)}";
                    Note(Run(_store.TryCreateAsync(New(id, Start), _limits, CancellationToken.None)));
                    Note(Run(AppendAsync(id, 200_000, Start)));
                    Interlocked.Exchange(ref most, Math.Max(most, Run(UsageAsync(Start)).SizeBytes));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        var usage = await UsageAsync(Start);
        Assert.InRange(most, 1, _limits.MaxTotalBytes);
        Assert.Equal(usage.LiveSessions, created - ended);
        Assert.Equal(usage.Evicted, ended);
        foreach (var id in await LiveAsync(Start))
        {
            await _store.DeleteAsync(id, Start, CancellationToken.None);
        }

        Assert.Equal((0, 0), ((await UsageAsync(Start)).LiveSessions, (await UsageAsync(Start)).SizeBytes));

        void Note(SessionWriteResult result)
        {
            Assert.NotEqual(SessionWriteStatus.Full, result.Status);
            Interlocked.Add(ref ended, result.Ended?.Count ?? 0);
            Interlocked.Add(ref created, result is { Status: SessionWriteStatus.Done, Info: not null } ? 1 : 0);
        }

        static T Run<T>(ValueTask<T> step) => step.AsTask().GetAwaiter().GetResult();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_step_looks_at_more_than_a_thousand_sessions_while_others_wait(bool isExpired)
    {
        const int Sessions = 20_000;
        _limits = _limits with { MaxTotalBytes = 1L << 30 };
        for (var i = 0; i < Sessions; i++)
        {
            await CreateAsync($"s{i}", At(0));
        }

        for (var i = 0; i < Sessions; i++)
        {
            await GetAsync($"s{i}", At(1));
        }

        // All of them have to be put into their new places before it is known which one was not used for longest.
        _limits = _limits with { MaxTotalBytes = (await UsageAsync(At(1))).SizeBytes };
        Assert.Equal("s0", Assert.Single(await CreateAsync("x1", At(1))).SessionId);
        var now = At(isExpired ? 40 : 2);
        Assert.Equal(isExpired ? Sessions : 0, (await _store.RemoveExpiredAsync(int.MaxValue, now, CancellationToken.None)).Count);
        Assert.Equal(isExpired ? 0 : Sessions, (await UsageAsync(now)).LiveSessions);
        Assert.Equal(isExpired ? 0 : Sessions, (await LiveAsync(now)).Count);
        Assert.Equal(isExpired ? 0 : Sessions, (await LiveAsync(now, "guest")).Count);
        Assert.InRange(_store.LongestHold, 100, 1_000);
    }

    [Fact]
    public async Task A_write_that_needs_room_ends_no_more_than_it_needs()
    {
        const int Expired = 2_000;
        _limits = _limits with { MaxTotalBytes = 1L << 30 };
        for (var i = 0; i < Expired; i++)
        {
            await CreateAsync($"s{i}", At(0));
        }

        _limits = _limits with { MaxTotalBytes = (await UsageAsync(At(0))).SizeBytes };

        Assert.Equal(SessionEndReason.Expired, Assert.Single(await CreateAsync("s-new", At(60))).Reason);
    }

    [Fact]
    public async Task A_list_goes_on_behind_sessions_that_ended_meanwhile()
    {
        foreach (var i in Enumerable.Range(0, 10))
        {
            await CreateAsync($"s{i}", At(0));
        }

        var first = await _store.ListAsync(new(null, null, 3), At(0), CancellationToken.None);
        Assert.Equal(["s0", "s1", "s2"], first.Sessions.Select(session => session.SessionId));
        foreach (var id in (string[])["s2", "s3", "s4"])
        {
            Assert.True(await _store.DeleteAsync(id, At(0), CancellationToken.None));
        }

        await CreateAsync("s3", At(1));
        var second = await _store.ListAsync(new(null, first.Next, 10), At(1), CancellationToken.None);
        Assert.Equal(["s5", "s6", "s7", "s8", "s9", "s3"], second.Sessions.Select(session => session.SessionId));
        Assert.Null(second.Next);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await _store.ListAsync(new(null, "nonsense", 10), At(1), CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("guest")]
    public async Task Who_lists_while_sessions_come_and_go_sees_each_that_stays_once(string? userId)
    {
        const int Staying = 300;
        foreach (var i in Enumerable.Range(0, Staying))
        {
            await CreateAsync($"stays {i}", At(i % 7));
            await CreateAsync($"goes {i}", At(i % 7));
        }

        using var stop = new CancellationTokenSource();
        var others = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await _store.DeleteAsync($"goes {i % Staying}", At(10), CancellationToken.None);
                await CreateAsync($"goes {i % Staying}", At(i % 7));
            }
        });
        for (var round = 0; round < 20; round++)
        {
            var listed = new List<string>();
            string? after = null;
            do
            {
                var page = await _store.ListAsync(new(userId, after, 3), At(10), CancellationToken.None);
                listed.AddRange(page.Sessions.Select(session => session.SessionId).Where(id => id.StartsWith("stays", StringComparison.Ordinal)));
                after = page.Next;
            }
            while (after is not null);

            Assert.Equal(Staying, listed.Count);
            Assert.Equal(Staying, listed.Distinct().Count());
        }

        await stop.CancelAsync();
        await others;
    }

    [Fact]
    public async Task A_snapshot_never_changes_under_its_holder()
    {
        _limits = _limits with { MaxMessages = 5 };
        await CreateAsync("s1", At(0));
        var snapshots = new List<(Session Session, string Then)>();
        for (var i = 0; i < 40; i++)
        {
            await _store.AppendAsync("s1", Message($"m{i}", isSpared: i % 9 is 4), At(i), _limits, CancellationToken.None);
            if (i % 7 is 3)
            {
                var sequence = (await _store.PeekAsync("s1", At(i), CancellationToken.None))!.Messages[1].Sequence;
                var edits = (await _store.GetMessagesAsync("s1", new(1, null), At(i), _limits, CancellationToken.None))!.Edits;
                var changed = new MessageReplacement(sequence, edits, i % 2 is 0 ? null : Message("changed").Message);
                Assert.Equal(
                    SessionWriteStatus.Done,
                    (await _store.TryReplaceMessageAsync("s1", changed, At(i), _limits, CancellationToken.None)).Status);
            }

            var session = await GetAsync("s1", At(i));
            snapshots.Add((session, Describe(session)));
        }

        Assert.All(snapshots, snapshot => Assert.Equal(snapshot.Then, Describe(snapshot.Session)));

        static string Describe(Session session) =>
            $"{session.ExpiresAt} {session.UpdatedAt} {string.Join(' ', session.Messages.Select(one => $"{one.Sequence}={one.Content}"))}";
    }

    [Fact]
    public async Task Trimmed_messages_are_held_on_to_by_no_more_than_half_of_what_is_kept()
    {
        await CreateAsync("s1", At(0));
        await _store.AppendAsync("s1", Messages(50, 5_000), At(0), _limits, CancellationToken.None);
        for (var i = 0; i < 49; i++)
        {
            await AppendAsync("s1", 10, At(0));

            var kept = SessionSize.Messages((await GetAsync("s1", At(0))).Messages);
            Assert.InRange((await UsageAsync(At(0))).SizeBytes, kept, (1.5 * kept) + 3_000);
        }
    }

    [Fact]
    public async Task Messages_that_went_are_free_to_be_collected()
    {
        await CreateAsync("s1", At(0));
        var messages = new List<WeakReference>();
        await FillAsync(messages);

        GC.Collect();

        // What is kept, and what the shared buffer still holds.
        Assert.InRange(messages.Count(message => message.IsAlive), 50, 61);
        await _store.ClearMessagesAsync("s1", At(0), _limits, CancellationToken.None);
        GC.Collect();
        Assert.Equal(0, messages.Count(message => message.IsAlive));
        Assert.NotNull(await _store.PeekAsync("s1", At(0), CancellationToken.None));

        [MethodImpl(MethodImplOptions.NoInlining)]
        async Task FillAsync(List<WeakReference> messages)
        {
            for (var i = 0; i < 500; i++)
            {
                messages.Add(new((await AppendAsync("s1", 10, At(0))).Message));
            }
        }
    }

    private static DateTimeOffset At(double minutes) => Start + TimeSpan.FromMinutes(minutes);

    private static NewMessage Message(string content, int index = 0, bool isSpared = false) =>
        new(new() { Role = MessageRole.User, Content = content, Timestamp = Start }, MessageGroup.OfAppend(index))
        {
            StartsTurn = true,
            IsSpared = isSpared,
        };

    private static MessageAppend Messages(int count, int length) =>
        new([.. Enumerable.Range(0, count).Select(i => Message(new('x', length), i))]);

    private SessionInfo New(string id, DateTimeOffset now) =>
        new() { SessionId = id, UserId = "guest", CreatedAt = now, UpdatedAt = now, ExpiresAt = now + _limits.Lifetime };

    private ValueTask<SessionWriteResult> AppendAsync(string id, int bytes, DateTimeOffset now) =>
        _store.AppendAsync(id, Message(new('x', bytes / 2)), now, _limits, CancellationToken.None);

    /// <summary>Creates a session, and gives it a message of so many bytes.</summary>
    /// <returns>The sessions that went for it.</returns>
    private async Task<IReadOnlyList<SessionEnd>> CreateAsync(string id, DateTimeOffset now, int bytes = 0)
    {
        var result = await _store.TryCreateAsync(New(id, now), _limits, CancellationToken.None);
        Assert.Equal(SessionWriteStatus.Done, result.Status);
        if (bytes is 0)
        {
            return result.Ended ?? [];
        }

        var append = await AppendAsync(id, bytes, now);
        Assert.Equal(SessionWriteStatus.Done, append.Status);
        return [.. result.Ended ?? [], .. append.Ended ?? []];
    }

    private async Task<Session> GetAsync(string id, DateTimeOffset now)
    {
        var session = await _store.GetAsync(id, now, _limits, CancellationToken.None);
        Assert.NotNull(session);
        return session;
    }

    private ValueTask<SessionStoreUsage> UsageAsync(DateTimeOffset now) => _store.GetUsageAsync(now, CancellationToken.None);

    private async Task<List<string>> LiveAsync(DateTimeOffset now, string? userId = null)
    {
        var ids = new List<string>();
        var page = new SessionPage([], "");
        for (string? after = null; page.Next is not null; after = page.Next)
        {
            page = await _store.ListAsync(new(userId, after, int.MaxValue), now, CancellationToken.None);
            ids.AddRange(page.Sessions.Select(session => session.SessionId));
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }
}
