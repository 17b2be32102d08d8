using System.Globalization;
using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>
/// A profile's row names its latest bookings, which lie in their own table, and holds them where that table does not.
/// Whichever it is, what is read is what was written.
/// </summary>
public sealed class ProfileRowTests : IDisposable
{
    private const string FirstSchema = """
        CREATE TABLE memory_profiles (
            user_id TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            last_active_at INTEGER NOT NULL,
            last_stay_day TEXT,
            data TEXT NOT NULL
        );
        CREATE INDEX memory_profiles_by_activity ON memory_profiles (last_active_at);
        CREATE TABLE memory_bookings (
            user_id TEXT NOT NULL,
            booking_id TEXT NOT NULL,
            check_in TEXT NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (user_id, booking_id)
        ) WITHOUT ROWID;
        CREATE INDEX memory_bookings_by_check_in ON memory_bookings (user_id, check_in);
        CREATE TABLE memory_profile_versions (last INTEGER NOT NULL);
        INSERT INTO memory_profile_versions (last) VALUES (9);
        CREATE TABLE memory_schema (role TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO memory_schema VALUES ('profiles', 1);
        """;

    private const string IsNamed = "SELECT recent_bookings IS NOT NULL FROM memory_profiles WHERE user_id = 'guest'";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_row_names_bookings_that_lie_in_their_own_table_and_holds_none()
    {
        await using var host = Host();
        var memory = host.GetRequiredService<ILongTermMemory>();
        for (var day = 0; day < 45; day++)
        {
            await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking($"b{day:D2}", Day(day)));
        }

        using var plain = _folder.Plain();
        Assert.Equal("b44", plain.Scalar("SELECT recent_bookings ->> 0 FROM memory_profiles"));
        Assert.Equal(25L, plain.Scalar("SELECT json_array_length(recent_bookings) FROM memory_profiles"));
        Assert.Equal(0L, plain.Scalar("SELECT json_array_length(state -> 'booking_history') FROM memory_profiles"));
        Assert.Equal(0L, plain.Scalar("SELECT instr(state, 'b44') FROM memory_profiles"));
    }

    [Fact]
    public async Task A_process_that_knows_nothing_yet_reads_the_same()
    {
        var (full, booking) = ProfileSamples.Full("guest");
        var written = ProfileSamples.Booked(full, Enumerable.Range(0, 60).Select(day => ProfileSamples.Booking($"ж{day}\"/", Day(day))));
        await ProfileSamples.CommitAsync(_folder.Profiles(), written, [booking, .. MemoryJson.LatestBookings(written)]);

        var read = await Anew().GetForUpdateAsync("guest", booking.BookingId, CancellationToken.None);

        using var plain = _folder.Plain();
        Assert.Equal(1L, plain.Scalar(IsNamed));
        Assert.Equal(ProfileSamples.Text(written), ProfileSamples.Text(read.Profile!));
        Assert.Equal(ProfileSamples.Text(booking), ProfileSamples.Text(read.Booking!));
    }

    [Fact]
    public async Task Bookings_that_their_table_does_not_hold_are_held_by_the_row()
    {
        var stored = ProfileSamples.Booking("stored");
        var profile = ProfileSamples.WithLatest(ProfileSamples.Profile("guest"), stored, ProfileSamples.Booking("from elsewhere", Day(-9)));
        var store = _folder.Profiles();
        var next = await ProfileSamples.CommitAsync(store, profile, stored);

        // Once more with the same bookings: that they were written does not mean that their table has them.
        await ProfileSamples.CommitAsync(store, next);

        using var plain = _folder.Plain();
        Assert.Equal(0L, plain.Scalar(IsNamed));
        Assert.Equal(ProfileSamples.Text(profile), ProfileSamples.Text((await Anew().GetAsync("guest", CancellationToken.None))!));
        Assert.Equal(1L, await Anew().CountBookingsAsync("guest", CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_booking_that_the_profile_has_otherwise_than_its_table_is_held_by_the_row(bool isWrittenBefore)
    {
        var store = _folder.Profiles();
        var old = ProfileSamples.Booking("b1");
        var other = old with { City = "Lisbon" };
        var profile = ProfileSamples.Profile("guest");
        if (isWrittenBefore)
        {
            profile = await ProfileSamples.CommitAsync(store, profile, other);
        }

        var written = ProfileSamples.WithLatest(profile, old);
        await ProfileSamples.CommitAsync(store, written, isWrittenBefore ? [] : [other]);

        using var plain = _folder.Plain();
        Assert.Equal(0L, plain.Scalar(IsNamed));
        var read = await Anew().GetForUpdateAsync("guest", "b1", CancellationToken.None);
        Assert.Equal("Miami", Assert.Single(read.Profile!.BookingHistory).City);
        Assert.Equal("Lisbon", read.Booking!.City);
    }

    [Fact]
    public async Task Bookings_that_were_read_anew_are_found_in_their_table_and_named()
    {
        await using var host = Host();
        var memory = host.GetRequiredService<ILongTermMemory>();
        for (var day = 0; day < 60; day++)
        {
            await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking($"b{day:D2}", Day(day)));
        }

        // What it taught has become counts, so that the log is made anew from all bookings.
        await memory.CancelBookingAsync("guest", "b00");

        using var plain = _folder.Plain();
        Assert.Equal(1L, plain.Scalar(IsNamed));
        var read = (await Anew().GetAsync("guest", CancellationToken.None))!;
        Assert.Equal(Enumerable.Range(40, 20).Reverse().Select(day => $"b{day}"), read.BookingHistory.Select(booking => booking.BookingId));
        Assert.Equal(60L, await Anew().CountBookingsAsync("guest", CancellationToken.None));
    }

    [Fact]
    public async Task What_another_process_wrote_meanwhile_is_not_mistaken_for_what_is_known()
    {
        var mine = _folder.Profiles();
        var booking = ProfileSamples.Booking("b1");
        var first = await ProfileSamples.CommitAsync(
            mine, ProfileSamples.WithLatest(ProfileSamples.Profile("guest"), booking), booking);
        var theirs = Anew();
        var second = await ProfileSamples.CommitAsync(theirs, ProfileSamples.WithLatest(first), booking with { City = "Lisbon" });

        // The same object as in the version that this process knows, but the table has another one by now.
        var third = await ProfileSamples.CommitAsync(mine, ProfileSamples.WithLatest(second, booking));

        using var plain = _folder.Plain();
        Assert.Equal(0L, plain.Scalar(IsNamed));
        Assert.Equal("Miami", Assert.Single((await Anew().GetAsync("guest", CancellationToken.None))!.BookingHistory).City);
        Assert.Equal(third.Version, (await mine.GetAsync("guest", CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task A_booking_that_was_taken_out_of_the_table_by_hand_is_out_of_the_profile_too()
    {
        await using (var host = Host())
        {
            var memory = host.GetRequiredService<ILongTermMemory>();
            await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b1", Day(1)));
            await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b2", Day(2)));
            await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b3", Day(3)));
        }

        using (var plain = _folder.Plain())
        {
            plain.Scalar("DELETE FROM memory_bookings WHERE booking_id = 'b2'");
        }

        await using var again = Host();
        var read = await again.GetRequiredService<ILongTermMemory>().GetUserProfileAsync("guest");
        Assert.Equal(["b3", "b1"], read!.BookingHistory.Select(booking => booking.BookingId));
    }

    [Fact]
    public async Task A_file_of_the_first_schema_is_read_and_goes_over_to_the_second_guest_by_guest()
    {
        var written = ProfileSamples.Booked(
            ProfileSamples.Profile("guest", version: 7), Enumerable.Range(0, 3).Select(day => ProfileSamples.Booking($"b{day}", Day(day))));
        using (var plain = _folder.Plain())
        {
            plain.Scalar(FirstSchema);
            Insert(plain, written);
            Insert(plain, ProfileSamples.Profile("other", version: 9) with { LastActiveAt = ProfileSamples.Now.AddDays(-900) });
        }

        var store = _folder.Profiles();
        var read = (await store.GetAsync("guest", CancellationToken.None))!;
        Assert.Equal(7, read.Version);
        Assert.Equal(ProfileSamples.Text(written), ProfileSamples.Text(read));
        Assert.Equal(3, await store.CountBookingsAsync("guest", CancellationToken.None));

        var booking = ProfileSamples.Booking("b3", Day(3), sequence: 4);
        var next = await ProfileSamples.CommitAsync(store, ProfileSamples.Booked(read, booking), booking);
        var fresh = await ProfileSamples.CommitAsync(store, ProfileSamples.Profile("new"));
        Assert.Equal(8, next.Version);
        Assert.True(fresh.Version > 9);
        using (var plain = _folder.Plain())
        {
            Assert.Equal(1L, plain.Scalar(IsNamed));
        }

        Assert.Equal(ProfileSamples.Text(next), ProfileSamples.Text((await Anew().GetAsync("guest", CancellationToken.None))!));
        Assert.Equal(["other"], await ProfileSamples.DeleteInactiveAsync(store, ProfileSamples.Now.AddDays(-800), Day(0)));
    }

    [Fact]
    public async Task A_process_of_the_first_schema_that_has_the_file_open_fails_and_writes_nothing()
    {
        using var old = _folder.Plain();
        old.Scalar(FirstSchema);
        Insert(old, ProfileSamples.Profile("guest", version: 7));
        await _folder.Profiles().PingAsync(CancellationToken.None);

        foreach (var statement in (string[])
        [
            "SELECT version, data FROM memory_profiles WHERE user_id = 'guest'",
            """
            INSERT INTO memory_profiles (user_id, version, last_active_at, last_stay_day, data) VALUES ('guest', 8, 0, NULL, '{}')
            ON CONFLICT (user_id) DO UPDATE SET version = excluded.version, data = excluded.data
            """,
        ])
        {
            Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => old.Scalar(statement));
        }

        Assert.Equal(7, (await Anew().GetAsync("guest", CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task A_booking_that_an_earlier_version_wrote_in_other_characters_is_the_same()
    {
        var written = ProfileSamples.Booked(
            ProfileSamples.Profile("guest", version: 7), ProfileSamples.Booking("b1", Day(1)) with { City = "Beach 🏖" });
        using var plain = _folder.Plain();
        plain.Scalar(FirstSchema);
        Insert(plain, written);
        plain.Scalar("""UPDATE memory_bookings SET data = replace(data, '🏖', '\ud83c\udfd6')""");
        Assert.Equal(1L, plain.Scalar("""SELECT instr(data, '\ud83c') > 0 FROM memory_bookings"""));

        var store = _folder.Profiles();
        await ProfileSamples.CommitAsync(store, (await store.GetAsync("guest", CancellationToken.None))!);

        Assert.Equal(1L, plain.Scalar(IsNamed));
        Assert.Equal(ProfileSamples.Text(written), ProfileSamples.Text((await Anew().GetAsync("guest", CancellationToken.None))!));
    }

    [Fact]
    public async Task A_new_profile_names_only_bookings_that_are_written_with_it()
    {
        // Bookings without a profile: another process may delete them before the commit, which would not notice.
        var booking = ProfileSamples.Booking("b1");
        await _folder.Profiles().PingAsync(CancellationToken.None);
        using var plain = _folder.Plain();
        Insert(plain, [booking]);

        await ProfileSamples.CommitAsync(_folder.Profiles(), ProfileSamples.WithLatest(ProfileSamples.Profile("guest"), booking));

        Assert.Equal(0L, plain.Scalar(IsNamed));
    }

    [Fact]
    public async Task Without_any_booking_left_in_the_table_the_profile_still_works()
    {
        await using (var host = Host())
        {
            var memory = host.GetRequiredService<ILongTermMemory>();
            for (var day = 0; day < 45; day++)
            {
                await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking($"b{day:D2}", Day(day)));
            }
        }

        using (var plain = _folder.Plain())
        {
            plain.Scalar("DELETE FROM memory_bookings");
        }

        await using var again = Host();
        var left = again.GetRequiredService<ILongTermMemory>();
        await left.UpdateUserPreferencesAsync("guest", new BookingSlots { City = "Lisbon", CheckInDate = Day(1) });
        await left.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("new", Day(50)));
        Assert.Equal("new", Assert.Single((await left.GetUserProfileAsync("guest"))!.BookingHistory).BookingId);
    }

    private static DateOnly Day(int number) => new DateOnly(2025, 1, 1).AddDays(number);

    private static void Insert(Microsoft.Data.Sqlite.SqliteConnection plain, UserProfile profile)
    {
        using var command = plain.CreateCommand();
        command.CommandText = "INSERT INTO memory_profiles VALUES ($1, $2, $3, NULL, $4)";
        command.Parameters.AddWithValue("$1", profile.UserId);
        command.Parameters.AddWithValue("$2", profile.Version);
        command.Parameters.AddWithValue("$3", StoredValues.Time(profile.LastActiveAt));
        command.Parameters.AddWithValue("$4", profile.ToJson());
        command.ExecuteNonQuery();
        Insert(plain, MemoryJson.LatestBookings(profile));
    }

    private static void Insert(Microsoft.Data.Sqlite.SqliteConnection plain, IReadOnlyList<Booking> bookings)
    {
        foreach (var booking in bookings)
        {
            using var insert = plain.CreateCommand();
            insert.CommandText = "INSERT INTO memory_bookings VALUES ('guest', $2, $3, CAST($4 AS TEXT))";
            insert.Parameters.AddWithValue("$2", booking.BookingId);
            insert.Parameters.AddWithValue("$3", booking.CheckIn.ToString("O", CultureInfo.InvariantCulture));
            insert.Parameters.AddWithValue("$4", StoredBookings.Json(booking));
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>The file as another process opens it: with nothing in its memory.</summary>
    private SqliteProfileStore Anew() => _folder.Profiles();

    private ServiceProvider Host()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteProfiles(_folder.ConnectionString());
        return services.BuildServiceProvider();
    }
}
