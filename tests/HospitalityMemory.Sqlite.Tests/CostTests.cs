using System.Reflection;
using System.Text.RegularExpressions;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;
using SQLitePCL;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>
/// The cost of calls in steps of SQLite's machine and in bytes written. A busy machine changes neither.
/// </summary>
public sealed partial class CostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public CostTests()
    {
        _database = new(_folder.Settings(), TemporaryFolder.Time, connection =>
        {
            connection.Handle.enable_sqlite3_next_stmt(true);
            connection.Run("PRAGMA wal_autocheckpoint = 0");
        });
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_guest_with_10_000_bookings_costs_an_append_no_more_than_one_with_ten()
    {
        var store = new SqliteProfileStore(_database, SqliteSynchronous.Normal, snapshots: 2);
        await store.PingAsync(CancellationToken.None);
        CountReads();
        var profiles = new Dictionary<int, UserProfile>();
        foreach (var count in new[] { 10, 10_000 })
        {
            var profile = ProfileSamples.Profile($"guest-{count}");
            for (var first = 0; first < count; first += 1_000)
            {
                profile = await ProfileSamples.CommitAsync(
                    store, profile, [.. Enumerable.Range(first, Math.Min(1_000, count)).Select(number => Numbered(number))]);
            }

            profiles[count] = profile;
        }

        var few = await CostOfAppendAsync(10);
        var many = await CostOfAppendAsync(10_000);

        Assert.Equal(few.WriteSteps, many.WriteSteps);
        Assert.Equal(few.ReadSteps, many.ReadSteps);

        // A tree of 10,000 has a level or two more, and a page of 4 KiB may split in each of its two trees.
        Assert.InRange(many.BytesWritten, 1, few.BytesWritten + (6 * 4_120));

        async Task<(long WriteSteps, long ReadSteps, long BytesWritten)> CostOfAppendAsync(int count)
        {
            var profile = profiles[count];
            await store.GetForUpdateAsync(profile.UserId, "none", CancellationToken.None);
            await StepsOfWriterAsync();
            StepsOfReaders();
            var log = LogLength();

            var read = await store.GetForUpdateAsync(profile.UserId, "new", CancellationToken.None);
            Assert.Null(read.Booking);
            await ProfileSamples.CommitAsync(store, read.Profile!, Numbered(count));

            return (await StepsOfWriterAsync(), StepsOfReaders(), LogLength() - log);
        }

        static Booking Numbered(int number) =>
            ProfileSamples.Booking($"b{number:D6}", new DateOnly(2020, 1, 1).AddDays(number % 2_000), number + 1);
    }

    [Fact]
    public async Task A_profile_that_grows_by_little_is_rewritten_in_its_place()
    {
        var store = new SqliteProfileStore(_database, SqliteSynchronous.Normal, snapshots: 2);
        var profile = await ProfileSamples.CommitAsync(store, Noting(ProfileSamples.Profile("guest"), 6_000));
        profile = await ProfileSamples.CommitAsync(store, Noting(profile, 6_001));
        var log = LogLength();

        await ProfileSamples.CommitAsync(store, Noting(profile, 6_002));

        // One page with the beginning of the row and two with the rest. No page is freed or newly allocated.
        Assert.InRange(LogLength() - log, 1, 3 * 4_120);

        static UserProfile Noting(UserProfile profile, int length) =>
            profile with { Attributes = JsonFields.Empty.Set("note", new string('x', length)) };
    }

    [Fact]
    public async Task An_append_writes_its_message_and_neither_the_state_nor_the_history()
    {
        var store = new SqliteSessionStore(_database, SqliteSynchronous.Normal);
        await store.PingAsync(CancellationToken.None);
        var small = await CostOfAppendAsync("small", stateLength: 100, messages: 1);
        var large = await CostOfAppendAsync("large", stateLength: 1_000_000, messages: 500);

        Assert.Equal(small.Steps, large.Steps);
        Assert.InRange(large.BytesWritten, 1, small.BytesWritten + (6 * 4_120));

        async Task<(long Steps, long BytesWritten)> CostOfAppendAsync(string id, int stateLength, int messages)
        {
            await CreateAsync(store, id, new string('x', stateLength), messages);
            await StepsOfWriterAsync();
            var log = LogLength();

            await SampleSessions.SayAsync(store, id, LongMessages(1), SampleSessions.Wide, ProfileSamples.Now.AddSeconds(1));

            return (await StepsOfWriterAsync(), LogLength() - log);
        }
    }

    [Fact]
    public async Task A_replacement_and_a_look_without_messages_read_none_however_long_the_history()
    {
        var store = new SqliteSessionStore(_database, SqliteSynchronous.Normal);
        await store.PingAsync(CancellationToken.None);
        CountReads();
        var few = await StepsAsync("few", messages: 2);
        var many = await StepsAsync("many", messages: 900);

        Assert.Equal(few, many);

        async Task<(long, long)> StepsAsync(string id, int messages)
        {
            await CreateAsync(store, id, "", messages);
            await SampleSessions.PeekInfoAsync(store, id);
            await StepsOfWriterAsync();
            StepsOfReaders();

            var seen = await SampleSessions.PeekInfoAsync(store, id);
            var result = await store.TryReplaceAsync(seen with { Version = 2 }, null, ProfileSamples.Now, SampleSessions.Wide, CancellationToken.None);

            Assert.Equal(SessionWriteStatus.Done, result.Status);
            return (await StepsOfWriterAsync(), StepsOfReaders());
        }
    }

    [Fact]
    public async Task The_latest_20_messages_of_10_000_cost_what_those_of_20_cost()
    {
        var store = new SqliteSessionStore(_database, SqliteSynchronous.Normal);
        await store.PingAsync(CancellationToken.None);
        CountReads();
        var few = await StepsAsync("few", messages: 20);
        var many = await StepsAsync("many", messages: 10_000);

        Assert.Equal(few, many);

        async Task<(long, long)> StepsAsync(string id, int messages)
        {
            await CreateAsync(store, id, "", messages);
            await StepsOfWriterAsync();
            StepsOfReaders();
            foreach (var range in (MessageRange[])[new(20, null), new(20, messages - 20)])
            {
                var read = await store.GetMessagesAsync(id, range, ProfileSamples.Now, SampleSessions.Wide, CancellationToken.None);
                Assert.Equal(
                    Enumerable.Range(messages - 19, 20).Select(sequence => (long)sequence), read!.Messages.Select(stored => stored.Message.Sequence));
                Assert.Equal((messages, messages), (read.Count, read.LastSequence));
            }

            return (await StepsOfWriterAsync(), StepsOfReaders());
        }
    }

    [Fact]
    public async Task A_page_of_sessions_costs_no_more_where_more_follow_and_messages_cost_nothing()
    {
        var store = new SqliteSessionStore(_database, SqliteSynchronous.Normal);
        await store.PingAsync(CancellationToken.None);
        CountReads();
        var few = await StepsAsync("few", sessions: 12, messages: 0);
        var many = await StepsAsync("many", sessions: 500, messages: 40);

        // A search in a tree may take a step more.
        Assert.InRange(many.OfUser, 1, few.OfUser + 20);
        Assert.InRange(many.All, 1, few.All + 20);

        async Task<(long OfUser, long All)> StepsAsync(string userId, int sessions, int messages)
        {
            for (var i = 0; i < sessions; i++)
            {
                var session = SampleSessions.New($"{userId} {i:D3}", ProfileSamples.Now.AddSeconds(i)) with { UserId = userId };
                await store.TryCreateAsync(session, SampleSessions.Wide, CancellationToken.None);
                if (messages > 0)
                {
                    await SampleSessions.SayAsync(store, session.SessionId, LongMessages(messages), SampleSessions.Wide);
                }
            }

            var first = await store.ListAsync(new(userId, null, 4), ProfileSamples.Now, CancellationToken.None);
            var all = await store.ListAsync(new(null, null, 4), ProfileSamples.Now, CancellationToken.None);
            StepsOfReaders();
            Assert.Equal(4, (await store.ListAsync(new(userId, first.Next, 4), ProfileSamples.Now, CancellationToken.None)).Sessions.Count);
            var ofUser = StepsOfReaders();
            Assert.Equal(4, (await store.ListAsync(new(null, all.Next, 4), ProfileSamples.Now, CancellationToken.None)).Sessions.Count);
            return (ofUser, StepsOfReaders());
        }
    }

    [Theory]
    [InlineData(typeof(ProfileSchema))]
    [InlineData(typeof(SessionSchema))]
    public async Task No_statement_reads_a_whole_table_or_sorts(Type schema)
    {
        await new SqliteProfileStore(_database, SqliteSynchronous.Normal, snapshots: 2).PingAsync(CancellationToken.None);
        await new SqliteSessionStore(_database, SqliteSynchronous.Normal).PingAsync(CancellationToken.None);
        using var plain = _folder.Plain();
        var statements = schema.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).ToArray();
        Assert.True(statements.Length > 9);

        foreach (var statement in statements)
        {
            using var command = plain.CreateCommand();
#pragma warning disable CA2100 // The texts are those of the library.
            command.CommandText = $"EXPLAIN QUERY PLAN {statement.GetRawConstantValue()}";
#pragma warning restore CA2100
            for (var parameter = 1; parameter <= 20; parameter++)
            {
                command.Parameters.AddWithValue($"${parameter}", 1);
            }

            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var step = reader.GetString(3);
                var isOfOneRow = OneRowTable().IsMatch(step);
                var isOfOneBooking = !BookingById().IsMatch(step) || step.Contains("booking_id=?", StringComparison.Ordinal);
                Assert.True(isOfOneBooking, $"{statement.Name}: {step}");
                Assert.True(isOfOneRow || !(step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal)), $"{statement.Name}: {step}");
            }
        }
    }

    /// <summary>Tables of one row, and the results of subqueries.</summary>
    [GeneratedRegex("^SCAN (memory_profile_versions|memory_session_totals|t|f|e( VIRTUAL TABLE INDEX 1:( LEFT-JOIN)?)?|CONSTANT ROW|[(]subquery-[0-9]+[)])$")]
    private static partial Regex OneRowTable();

    /// <summary>Aliases of memory_bookings where bookings are searched by id.</summary>
    [GeneratedRegex("^SEARCH [br] ")]
    private static partial Regex BookingById();

    private static async Task CreateAsync(SqliteSessionStore store, string id, string text, int messages)
    {
        var session = SampleSessions.New(id) with { Context = JsonFields.Empty.Set("x", text) };
        await store.TryCreateAsync(session, SampleSessions.Wide, CancellationToken.None);
        await SampleSessions.SayAsync(store, id, LongMessages(messages), SampleSessions.Wide);
    }

    private static MessageAppend LongMessages(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => SampleSessions.Says(new string('m', 200), index: i))]);

    private async Task<long> StepsOfWriterAsync() =>
        await _database.Writer.RunAsync(static connection => Steps(connection), isDurable: false, CancellationToken.None);

    /// <summary>Replaces the pool's one connection with a new one whose statements can be counted.</summary>
    private void CountReads()
    {
        _database.Readers.Rent().Dispose();
        var connection = _database.Readers.Rent();
        connection.Handle.enable_sqlite3_next_stmt(true);
        _database.Readers.Return(connection);
    }

    private long StepsOfReaders()
    {
        var connection = _database.Readers.Rent();
        var steps = Steps(connection);
        _database.Readers.Return(connection);
        return steps;
    }

    /// <summary>The steps of all statements of a connection since the last call.</summary>
    private static long Steps(DatabaseConnection connection)
    {
        const int VirtualMachineSteps = 4;
        var steps = 0L;
        for (var statement = raw.sqlite3_next_stmt(connection.Handle, null); statement is not null; statement = raw.sqlite3_next_stmt(connection.Handle, statement))
        {
            steps += raw.sqlite3_stmt_status(statement, VirtualMachineSteps, 1);
        }

        return steps;
    }

    private long LogLength() => new FileInfo(_folder.File() + "-wal").Length;
}
