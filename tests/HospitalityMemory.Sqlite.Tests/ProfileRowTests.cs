using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>
/// A profile's row contains no bookings, which are in a table of their own, unless the profile is from elsewhere. In both cases,
/// what is read is what was written.
/// </summary>
public sealed class ProfileRowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_row_holds_no_booking()
    {
        await using var host = Host();
        var memory = host.GetRequiredService<ILongTermMemory>();
        for (var day = 0; day < 45; day++)
        {
            await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking($"b{day:D2}", Day(day)));
        }

        using var plain = _folder.Plain();
        Assert.Equal(1L, plain.Scalar("SELECT (state ->> 'booking_history') IS NULL AND (state ->> 'preferences') IS NULL AND (state ->> 'insights') IS NULL FROM memory_profiles"));
        Assert.Equal(0L, plain.Scalar("SELECT instr(state, 'b44') + instr(state, 'Miami') FROM memory_profiles"));
        Assert.Equal(45L, plain.Scalar("SELECT state -> 'travel_record' ->> 'bookings' FROM memory_profiles"));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(60)]
    [InlineData(250)]
    public async Task A_process_that_knows_nothing_yet_reads_the_same(int count)
    {
        await using var host = Host();
        var memory = host.GetRequiredService<ILongTermMemory>();
        for (var number = 0; number < count; number++)
        {
            await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking($"ж{number}\"/", Day(number / 2)) with
            {
                CancelledAt = number % 3 is 0 ? ProfileSamples.Now : null,
            });
        }

        var known = (await host.GetRequiredService<IProfileStore>().GetForUpdateAsync("guest", null, CancellationToken.None)).Profile!;
        var read = (await Anew().GetForUpdateAsync("guest", null, CancellationToken.None)).Profile!;

        Assert.Equal(ProfileSamples.Text(known), ProfileSamples.Text(read));
        Assert.Equal(Math.Min(20, count), read.BookingHistory.Count);
    }

    [Fact]
    public async Task Bookings_of_a_profile_from_elsewhere_are_held_by_the_row()
    {
        var profile = ProfileSamples.FromElsewhere("guest", ProfileSamples.Booking("b2"), ProfileSamples.Booking("b1", Day(-9)));

        await ProfileSamples.CommitAsync(_folder.Profiles(), profile);

        Assert.Equal(ProfileSamples.Text(profile), ProfileSamples.Text((await Anew().GetAsync("guest", CancellationToken.None))!));
        Assert.Equal(0L, await Anew().CountBookingsAsync("guest", CancellationToken.None));
    }

    [Fact]
    public async Task What_another_process_wrote_meanwhile_is_not_mistaken_for_what_is_known()
    {
        await using var mine = Host();
        await using var theirs = Host();
        await mine.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b1"));
        await theirs.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b1") with { City = "Lisbon" });

        await mine.GetRequiredService<ILongTermMemory>().RateBookingAsync("guest", "b1", 5);

        var booking = Assert.Single((await Anew().GetAsync("guest", CancellationToken.None))!.BookingHistory);
        Assert.Equal(("Lisbon", 5m), (booking.City, booking.GuestRating));
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

    /// <summary>The file as another process opens it, with nothing in memory.</summary>
    private SqliteProfileStore Anew() => _folder.Profiles();

    private ServiceProvider Host()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory(options => options.LongTerm.Timeout = Timeout.InfiniteTimeSpan).UseSqliteProfiles(_folder.ConnectionString());
        return services.BuildServiceProvider();
    }
}
