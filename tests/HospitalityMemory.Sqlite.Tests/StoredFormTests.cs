using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>The form of the file, and statements that no other store has.</summary>
public sealed class StoredFormTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plain_client_reads_what_was_written()
    {
        await ProfileSamples.CommitAsync(
            _folder.Profiles(), ProfileSamples.Profile("guest-é"), ProfileSamples.Booking("b/1") with { City = "São Paulo" });
        ISessionStore sessions = _folder.Sessions();
        await sessions.TryCreateAsync(
            SampleSessions.New("s:1") with { UserId = "guest-é", Slots = new() { City = "Köln" } }, SampleSessions.Limits, CancellationToken.None);
        await sessions.AppendAsync("s:1", SampleSessions.Says("schön"), ProfileSamples.Now, SampleSessions.Limits, CancellationToken.None);

        using var plain = _folder.Plain();

        Assert.Equal("guest-é", plain.Scalar("SELECT state ->> 'user_id' FROM memory_profiles WHERE user_id = 'guest-é'"));
        Assert.Equal("São Paulo 20260501", plain.Scalar("SELECT city || ' ' || check_in FROM memory_bookings WHERE booking_id = 'b/1'"));
        Assert.Equal("Köln", plain.Scalar("SELECT data ->> '$.slots.city' FROM memory_session_states NATURAL JOIN memory_sessions WHERE session_id = 's:1'"));
        Assert.Equal("1 schön", plain.Scalar("SELECT sequence || ' ' || (data ->> 'content') FROM memory_messages NATURAL JOIN memory_sessions WHERE session_id = 's:1'"));
        Assert.Equal("2026-03-01 12:30:00", plain.Scalar("SELECT datetime(expires_at / 10000000, 'unixepoch') FROM memory_sessions"));
        Assert.Equal("text", plain.Scalar("SELECT group_concat(DISTINCT typeof(data)) FROM (SELECT state AS data FROM memory_profiles UNION ALL SELECT data FROM memory_messages UNION ALL SELECT data FROM memory_session_states)"));
        Assert.Equal("wal", plain.Scalar("PRAGMA journal_mode"));
        Assert.Equal("ok", plain.Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task What_was_erased_is_not_in_the_file_any_more()
    {
        const string Secret = "allergic to lilies";
        await using (var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time))
        {
            var store = new SqliteProfileStore(database, SqliteSynchronous.Full, snapshots: 2);
            await ProfileSamples.CommitAsync(
                store, ProfileSamples.Profile("guest") with { Attributes = JsonFields.Empty.Set("note", Secret) }, ProfileSamples.Booking(Secret));
            Assert.Contains(Secret, await TextAsync("-wal"), StringComparison.Ordinal);
            await store.DeleteAsync("guest", CancellationToken.None);
        }

        Assert.DoesNotContain(Secret, await TextAsync(""), StringComparison.Ordinal);

        async Task<string> TextAsync(string suffix)
        {
            await using var stream = new FileStream(_folder.File() + suffix, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return await reader.ReadToEndAsync();
        }
    }

    [Fact]
    public async Task Ids_of_one_day_are_ordered_by_UTF_16_units_as_everywhere_else()
    {
        var store = _folder.Profiles();
        string[] ids = ["a", "\uffee", "🏖", "z", "\uffef🏖"];
        await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("guest"), [.. ids.Select(id => ProfileSamples.Booking(id))]);

        var read = (await ProfileSamples.BookingsAsync(store, "guest")).Select(booking => booking.BookingId);

        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), read);
    }

    [Fact]
    public async Task A_stream_shows_what_was_there_when_it_began_whatever_is_written_meanwhile()
    {
        var store = _folder.Profiles();
        var start = new DateOnly(2026, 1, 1);
        var profile = await ProfileSamples.CommitAsync(
            store, ProfileSamples.Profile("guest"), [.. Enumerable.Range(0, 20).Select(day => ProfileSamples.Booking($"b{day:D2}", start.AddDays(day)))]);
        var seen = new List<string>();

        await foreach (var booking in store.GetBookingsAsync("guest", CancellationToken.None))
        {
            seen.Add(booking.BookingId);
            profile = await ProfileSamples.CommitAsync(
                store, profile, ProfileSamples.Booking($"b{seen.Count % 20:D2}", start.AddDays(-seen.Count)), ProfileSamples.Booking($"new{seen.Count}", start));
        }

        Assert.Equal(Enumerable.Range(0, 20).Reverse().Select(day => $"b{day:D2}"), seen);
        Assert.Equal(40, await store.CountBookingsAsync("guest", CancellationToken.None));
    }

    [Fact]
    public async Task A_clean_up_takes_some_guests_at_a_time_and_lets_other_writers_in()
    {
        // Some of the inactive guests have a stay to come. They must not be looked up again and again.
        await using var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
        var store = new SqliteProfileStore(database, SqliteSynchronous.Full, snapshots: 2);
        for (var guest = 0; guest < 700; guest++)
        {
            var booking = ProfileSamples.Booking("b", new DateOnly(guest % 7 is 0 ? 2027 : 2025, 1, 1));
            var profile = ProfileSamples.FromElsewhere($"guest-{guest:D3}", booking) with { LastActiveAt = ProfileSamples.Now.AddDays(-3) };
            await ProfileSamples.CommitAsync(store, profile, booking);
        }

        var commits = database.Writer.Commits;
        var deleted = new List<string>();
        await foreach (var userId in store.DeleteInactiveAsync(ProfileSamples.Now, new DateOnly(2026, 3, 1), CancellationToken.None))
        {
            deleted.Add(userId);
        }

        Assert.Equal(Enumerable.Range(0, 700).Where(guest => guest % 7 is not 0).Select(guest => $"guest-{guest:D3}"), deleted);
        Assert.InRange(database.Writer.Commits - commits, 600 / 250, 5);
        using var plain = _folder.Plain();
        Assert.Equal(100L, plain.Scalar("SELECT count(*) FROM memory_profiles"));
        Assert.Equal(100L, plain.Scalar("SELECT count(*) FROM memory_bookings"));
    }

    [Fact]
    public async Task A_clean_up_of_guests_with_many_bookings_takes_fewer_at_a_time()
    {
        await using var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
        var store = new SqliteProfileStore(database, SqliteSynchronous.Full, snapshots: 2);
        for (var guest = 0; guest < 6; guest++)
        {
            await ProfileSamples.CommitAsync(
                store,
                ProfileSamples.Profile($"guest-{guest}") with { LastActiveAt = ProfileSamples.Now.AddDays(-3) },
                [.. Enumerable.Range(0, 600).Select(number => ProfileSamples.Booking($"b{number}"))]);
        }

        var commits = database.Writer.Commits;
        await foreach (var _ in store.DeleteInactiveAsync(ProfileSamples.Now, new DateOnly(2026, 3, 1), CancellationToken.None))
        {
        }

        Assert.InRange(database.Writer.Commits - commits, 3, 4);
    }
}
