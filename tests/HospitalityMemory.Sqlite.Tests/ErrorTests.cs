using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("missing/guests.db", "its folder does not exist")]
    [InlineData("folder", "it is a folder")]
    [InlineData("text.txt", "not a SQLite database")]
    public async Task A_file_that_cannot_be_opened_is_unavailable_with_the_cause(string name, string cause)
    {
        Directory.CreateDirectory(_folder.File("folder"));
        await File.WriteAllTextAsync(_folder.File("text.txt"), new string('x', 10_000));

        var write = await UnavailableAsync(() => _folder.Profiles(name).DeleteAsync("guest", CancellationToken.None).AsTask());
        var read = await UnavailableAsync(() => _folder.Sessions(name).PeekAsync("s1", ProfileSamples.Now, CancellationToken.None).AsTask());

        Assert.Contains(cause, write.Message, StringComparison.Ordinal);
        Assert.Contains(cause, read.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.File(name), write.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_comes_to_be_makes_the_store_available()
    {
        var store = _folder.Profiles("later/guests.db");
        await UnavailableAsync(() => store.PingAsync(CancellationToken.None).AsTask());

        Directory.CreateDirectory(_folder.File("later"));

        await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("guest"));
    }

    [Fact]
    public async Task A_file_that_stays_locked_is_unavailable_and_serves_once_it_is_free()
    {
        await using var database = new SqliteDatabase(_folder.Settings(busySeconds: 1), TemporaryFolder.Time);
        var store = new SqliteProfileStore(database, SqliteSynchronous.Full, snapshots: 2);
        var profile = await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("guest"));
        using var other = _folder.Plain();
        other.Scalar("BEGIN IMMEDIATE");

        var error = await UnavailableAsync(() => store.TryCommitAsync(profile, [ProfileSamples.Booking("b")], CancellationToken.None).AsTask());
        await UnavailableAsync(() => store.PingAsync(CancellationToken.None).AsTask());
        Assert.Contains("kept the file locked for longer than the busy timeout (00:00:01)", error.Message, StringComparison.Ordinal);

        // Readers do not wait for writers.
        Assert.NotNull(await store.GetAsync("guest", CancellationToken.None));
        Assert.Equal(0, await store.CountBookingsAsync("guest", CancellationToken.None));
        other.Scalar("ROLLBACK");
        Assert.NotNull(await store.TryCommitAsync(profile, [ProfileSamples.Booking("b")], CancellationToken.None));
    }

    [Fact]
    public async Task Conversations_are_read_while_another_process_keeps_the_file_locked_with_the_expiry_that_they_have()
    {
        // The test must not wait five minutes.
        await using var database = new SqliteDatabase(_folder.Settings(busySeconds: 300), TemporaryFolder.Time);
        var store = new SqliteSessionStore(database, SqliteSynchronous.Full);
        await SampleSessions.CreateAsync(store, "s1");
        await SampleSessions.SayAsync(store, "s1", SampleSessions.Numbered(1, 2));
        var later = ProfileSamples.Now.AddMinutes(10);
        Task<SessionWriteResult> append;
        using var source = new CancellationTokenSource();
        using (var other = _folder.Plain())
        {
            other.Scalar("BEGIN IMMEDIATE");
            append = store.AppendAsync("s1", SampleSessions.Numbered(3, 1), later, SampleSessions.Limits, CancellationToken.None).AsTask();
            var cancelled = store.AppendAsync("s1", SampleSessions.Numbered(9, 1), later, SampleSessions.Limits, source.Token).AsTask();

            var read = await store.GetAsync("s1", later, SampleSessions.Limits, CancellationToken.None);
            Assert.Equal((ProfileSamples.Now.AddMinutes(30), 2), (read!.ExpiresAt, read.Messages.Count));
            Assert.Equal(2, (await store.GetMessagesAsync("s1", new(9, null), later, SampleSessions.Limits, CancellationToken.None))!.Count);
            Assert.Single((await store.ListAsync(new(null, null, 9), later, CancellationToken.None)).Sessions);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            Assert.False(append.IsCompleted);
        }

        Assert.Equal(3, (await append).FirstSequence);
        Assert.Equal(later.AddMinutes(30), (await SampleSessions.PeekInfoAsync(store, "s1", later)).ExpiresAt);
    }

    [Fact]
    public async Task A_start_waits_for_a_file_that_is_locked_and_not_for_ever()
    {
        using var other = _folder.Plain();
        other.Scalar("CREATE TABLE theirs (id INTEGER); BEGIN EXCLUSIVE");
        await using var impatient = new SqliteDatabase(_folder.Settings(busySeconds: 1), TemporaryFolder.Time);
        await UnavailableAsync(() => new SqliteProfileStore(impatient, SqliteSynchronous.Full, snapshots: 2).PingAsync(CancellationToken.None).AsTask());

        await using var database = new SqliteDatabase(_folder.Settings(busySeconds: 60), TemporaryFolder.Time);
        var started = new SqliteProfileStore(database, SqliteSynchronous.Full, snapshots: 2).PingAsync(CancellationToken.None).AsTask();
        Assert.False(started.IsCompleted);
        other.Scalar("COMMIT");

        await started;
    }

    [Fact]
    public async Task A_read_only_file_is_unavailable()
    {
        var profile = await ProfileSamples.CommitAsync(_folder.Profiles(), ProfileSamples.Profile("guest"));
        var settings = _folder.Settings();
        settings = settings with { ConnectionString = settings.ConnectionString + ";Mode=ReadOnly" };
        await using var database = new SqliteDatabase(settings, TemporaryFolder.Time);
        var store = new SqliteProfileStore(database, SqliteSynchronous.Full, snapshots: 2);

        var error = await UnavailableAsync(() => store.TryCommitAsync(profile, [], CancellationToken.None).AsTask());
        await UnavailableAsync(() => store.PingAsync(CancellationToken.None).AsTask());
        await UnavailableAsync(() => store.GetAsync("guest", CancellationToken.None).AsTask());

        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_unavailable_and_leaves_no_half_of_a_write()
    {
        await using var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time, connection => connection.Run("PRAGMA max_page_count = 40"));
        var store = new SqliteProfileStore(database, SqliteSynchronous.Full, snapshots: 2);
        var profile = await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("guest"));
        var text = new string('x', 10_000);
        var written = 0;
        var error = await UnavailableAsync(async () =>
        {
            for (; ; written++)
            {
                profile = await ProfileSamples.CommitAsync(
                    store,
                    profile with { Attributes = JsonFields.Empty.Set("written", written + 1) },
                    ProfileSamples.Booking($"b{written}") with { AdditionalFields = JsonFields.Empty.Set("x", text) });
            }
        });

        Assert.Contains("is full", error.Message, StringComparison.Ordinal);
        Assert.InRange(written, 1, 40);
        Assert.Equal(written, await store.CountBookingsAsync("guest", CancellationToken.None));
        var read = (await store.GetForUpdateAsync("guest", null, CancellationToken.None)).Profile!;
        Assert.Equal((profile.Version, JsonFields.Empty.Set("written", written)), (read.Version, read.Attributes));

        // A deletion makes room.
        await store.DeleteAsync("guest", CancellationToken.None);
        await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("guest"), ProfileSamples.Booking("b") with { AdditionalFields = JsonFields.Empty.Set("x", text) });
    }

    [Fact]
    public async Task A_damaged_file_is_unavailable()
    {
        await using (var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time))
        {
            var store = new SqliteProfileStore(database, SqliteSynchronous.Normal, snapshots: 2);
            for (var guest = 0; guest < 50; guest++)
            {
                await ProfileSamples.CommitAsync(store, ProfileSamples.Profile($"guest-{guest}"), ProfileSamples.Booking("b"));
            }
        }

        // Everything but the first page, which holds the schema.
        var bytes = await File.ReadAllBytesAsync(_folder.File());
        bytes.AsSpan(4096).Fill(0xA5);
        await File.WriteAllBytesAsync(_folder.File(), bytes);

        var damaged = _folder.Profiles();
        var error = await UnavailableAsync(() => damaged.GetAsync("guest-1", CancellationToken.None).AsTask());
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        await UnavailableAsync(() => ProfileSamples.BookingsAsync(damaged, "guest-1"));
        await UnavailableAsync(() => damaged.DeleteAsync("guest-1", CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Stored_text_that_is_not_of_the_schema_is_said_to_be_so()
    {
        var store = _folder.Profiles();
        await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("guest"), ProfileSamples.Booking("b"));
        using (var plain = _folder.Plain())
        {
            plain.Scalar("UPDATE memory_profiles SET state = '{\"schema_version\":99}'");
        }

        store = _folder.Profiles(snapshots: 0);
        var newer = await Assert.ThrowsAsync<SchemaVersionException>(async () => await store.GetAsync("guest", CancellationToken.None));
        Assert.Equal(99, newer.Found);
    }

    [Theory]
    [InlineData("check_in = 20260230")]
    [InlineData("check_in = -1")]
    [InlineData("check_out = 20200101")]
    [InlineData("guests = 0")]
    [InlineData("guests = 5000000000")]
    [InlineData("price_per_night = 'dear'")]
    [InlineData("price_per_night = '-1'")]
    [InlineData("guest_rating = '6'")]
    [InlineData("booked_at = 9223372036854775807")]
    [InlineData("sequence = -1")]
    [InlineData("booking_id = ''")]
    [InlineData("amenities = 'pool'")]
    [InlineData("amenities = '[\"pool\",null]'")]
    [InlineData("amenities = 'null'")]
    [InlineData("additional_fields = '[]'")]
    [InlineData("additional_fields = '{\"x\"'")]
    public async Task A_booking_that_somebody_changed_into_what_is_none_is_said_to_be_so(string change)
    {
        var store = _folder.Profiles();
        await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("guest"), ProfileSamples.Booking("b"));
        using (var plain = _folder.Plain())
        {
            plain.Scalar($"UPDATE memory_bookings SET {change}");
        }

        await Assert.ThrowsAsync<CorruptDataException>(() => ProfileSamples.BookingsAsync(_folder.Profiles(snapshots: 0), "guest"));
    }

    private static async Task<MemoryUnavailableException> UnavailableAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(call);
        Assert.IsType<SqliteException>(error.InnerException);
        return error;
    }
}
