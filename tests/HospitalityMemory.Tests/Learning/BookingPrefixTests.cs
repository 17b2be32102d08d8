namespace HospitalityMemory.Tests.Learning;

/// <summary>Prefixes share a buffer. Each stays as it was when it was handed out.</summary>
public sealed class BookingPrefixTests
{
    private static readonly PrefixLimit Limit = new(MaxCount: 12, MaxWeight: null);

    [Fact]
    public void No_prefix_changes_whatever_is_made_of_it()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var made = new List<(BookingPrefix Bookings, Booking[] Expected)> { (BookingPrefix.Empty(Limit), []) };
            for (var step = 0; step < 60; step++)
            {
                // Most changes start from the latest prefix, as in a guest's life. Some start from an earlier one, as after a
                // lost race.
                var (bookings, expected) = made[random.Next(4) is 0 ? random.Next(made.Count) : made.Count - 1];
                made.Add(Change(random, bookings, expected, number: step));
            }

            Assert.All(made, pair => Assert.Equal(pair.Expected, pair.Bookings));
        }
    }

    [Fact]
    public async Task Of_many_that_add_to_one_prefix_at_once_each_gets_its_own()
    {
        for (var round = 0; round < 200; round++)
        {
            var shared = Enumerable.Range(0, 5).Aggregate(BookingPrefix.Empty(Limit), (list, number) => list.Add(Stays.Numbered(number)));
            using var start = new Barrier(4);

            var added = await Task.WhenAll(Enumerable.Range(10, 4).Select(number => Task.Run(() =>
            {
                start.SignalAndWait();
                return (Number: number, Bookings: shared.Add(Stays.Numbered(number)));
            })));

            Assert.All(added, one => Assert.Equal(
                [Stays.Numbered(one.Number).BookingId, "b00004", "b00003", "b00002", "b00001", "b00000"],
                one.Bookings.Select(booking => booking.BookingId)));
            Assert.Equal(5, shared.Count);
        }
    }

    [Fact]
    public void What_follows_is_taken_as_far_as_it_fits_and_asked_for_again_where_it_may_go_on()
    {
        var full = Enumerable.Range(0, 30).Aggregate(BookingPrefix.Empty(Limit), (list, number) => list.Add(Stays.Numbered(number)));
        var gap = full.Remove("b00025").Remove("b00026").Remove("b00027");

        Assert.True(gap.Lacks);
        Assert.True(gap.Extend([Stays.Numbered(17), Stays.Numbered(16)], isAll: false).Lacks);
        Assert.False(gap.Extend([Stays.Numbered(17)], isAll: true).Lacks);
        var filled = gap.Extend([Stays.Numbered(17), Stays.Numbered(16), Stays.Numbered(15), Stays.Numbered(14)], isAll: false);
        Assert.False(filled.Lacks);
        Assert.Equal((12, 27L, "b00015"), (filled.Count, filled.Total, filled[^1].BookingId));
    }

    private static (BookingPrefix Bookings, Booking[] Expected) Change(Random random, BookingPrefix bookings, Booking[] expected, int number)
    {
        if (expected.Length > 0 && random.Next(8) is 0)
        {
            var index = random.Next(expected.Length);
            return (bookings.Remove(expected[index].BookingId), [.. expected[..index], .. expected[(index + 1)..]]);
        }

        if (expected.Length > 0 && random.Next(8) is 0)
        {
            var index = random.Next(expected.Length);
            var rated = expected[index] with { GuestRating = 4 };
            return (bookings.Replace(rated), [.. expected[..index], rated, .. expected[(index + 1)..]]);
        }

        var isLate = random.Next(5) is 0;
        var booking = Stays.Numbered(number) with { CheckIn = new DateOnly(2026, 1, 1).AddDays(isLate ? random.Next(number + 1) : number) };
        Booking[] sorted = [.. expected, booking];
        Array.Sort(sorted, BookingOrder.Compare);

        // A booking older than all held ones belongs to the prefix only where no unheld bookings lie between.
        var isBeyond = sorted[^1] == booking && bookings.Total > bookings.Count;
        return (bookings.Add(booking), isBeyond ? expected : sorted[..Math.Min(12, sorted.Length)]);
    }
}
