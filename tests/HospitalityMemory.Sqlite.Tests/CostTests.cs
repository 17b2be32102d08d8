using System.Reflection;
using System.Text.RegularExpressions;
using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using SQLitePCL;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>
/// What calls cost, in steps of SQLite's machine and in bytes written, which no busy machine changes.
/// </summary>
public sealed partial class CostTests : IDisposable
{
    private static readonly SessionLimits Limits = new()
    {
        Lifetime = TimeSpan.FromMinutes(30),
        MaxMessages = 1_000,
        MaxSessionBytes = 10 * 1024 * 1024,
        MaxTotalBytes = 10 * 1024 * 1024,
    };

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

        // A tree of 10,000 has a level or two more: a page of 4 KiB of each of its two trees may split.
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

        // The page with the beginning of the row and the two with the rest of it; none that is left or newly taken.
        Assert.InRange(LogLength() - log, 1, 3 * 4_120);

        static UserProfile Noting(UserProfile profile, int length) =>
            profile with { Attributes = JsonFields.Empty.Set("note", new string('x', length)) };
    }

    [Fact]
    public async Task An_append_writes_its_message_and_neither_the_state_nor_the_history()
    {
        ISessionStore store = new SqliteSessionStore(_database, SqliteSynchronous.Normal);
        var small = await CostOfAppendAsync("small", stateLength: 100, messages: 1);
        var large = await CostOfAppendAsync("large", stateLength: 1_000_000, messages: 500);

        Assert.Equal(small.Steps, large.Steps);
        Assert.InRange(large.BytesWritten, 1, small.BytesWritten + (6 * 4_120));

        async Task<(long Steps, long BytesWritten)> CostOfAppendAsync(string id, int stateLength, int messages)
        {
            var session = new Session
            {
                SessionId = id,
                CreatedAt = ProfileSamples.Now,
                UpdatedAt = ProfileSamples.Now,
                ExpiresAt = ProfileSamples.Now.AddMinutes(30),
                Context = JsonFields.Empty.Set("x", new string('x', stateLength)),
            };
            await store.TryCreateAsync(session, Limits, CancellationToken.None);
            await store.AppendAsync(id, [.. Enumerable.Range(0, messages).Select(_ => Says())], ProfileSamples.Now, Limits, CancellationToken.None);
            await StepsOfWriterAsync();
            var log = LogLength();

            await store.AppendAsync(id, Says(), ProfileSamples.Now.AddSeconds(1), Limits, CancellationToken.None);

            return (await StepsOfWriterAsync(), LogLength() - log);
        }

        static SessionMessage Says() => new() { Role = MessageRole.User, Content = new string('m', 200), Timestamp = ProfileSamples.Now };
    }

    [Fact]
    public async Task A_replacement_reads_the_last_message_and_what_came_after_however_long_the_history()
    {
        ISessionStore store = new SqliteSessionStore(_database, SqliteSynchronous.Normal);
        var few = await StepsOfReplacementAsync("few", messages: 2);
        var many = await StepsOfReplacementAsync("many", messages: 900);

        Assert.Equal(few, many);

        async Task<long> StepsOfReplacementAsync(string id, int messages)
        {
            var session = new Session
            {
                SessionId = id,
                CreatedAt = ProfileSamples.Now,
                UpdatedAt = ProfileSamples.Now,
                ExpiresAt = ProfileSamples.Now.AddMinutes(30),
            };
            await store.TryCreateAsync(session, Limits, CancellationToken.None);
            await store.AppendAsync(id, [.. Enumerable.Range(0, messages).Select(_ => Says())], ProfileSamples.Now, Limits, CancellationToken.None);
            var seen = (await store.PeekAsync(id, ProfileSamples.Now, CancellationToken.None))!;
            await store.AppendAsync(id, Says(), ProfileSamples.Now, Limits, CancellationToken.None);
            await StepsOfWriterAsync();

            var result = await store.TryReplaceAsync(seen with { Version = 2 }, ProfileSamples.Now, Limits, CancellationToken.None);

            Assert.Equal(messages + 1, result.Session!.Messages.Count);
            return await StepsOfWriterAsync();
        }

        static SessionMessage Says() => new() { Role = MessageRole.User, Content = "hello", Timestamp = ProfileSamples.Now };
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
            for (var parameter = 1; parameter <= 10; parameter++)
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

    /// <summary>Tables of one row, and what a subquery found.</summary>
    [GeneratedRegex("^SCAN (memory_profile_versions|memory_session_totals|t|e( VIRTUAL TABLE INDEX 1:( LEFT-JOIN)?)?|CONSTANT ROW|[(]subquery-[0-9]+[)])$")]
    private static partial Regex OneRowTable();

    /// <summary>Aliases of memory_bookings where bookings are found by their ids.</summary>
    [GeneratedRegex("^SEARCH [br] ")]
    private static partial Regex BookingById();

    private async Task<long> StepsOfWriterAsync() =>
        await _database.Writer.RunAsync(static connection => Steps(connection), isDurable: false, CancellationToken.None);

    /// <summary>Makes the pool's one connection a new one whose statements can be counted.</summary>
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

    /// <summary>The steps of all of a connection's statements since the last time.</summary>
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
