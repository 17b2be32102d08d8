namespace HospitalityMemory.Tests.Learning;

/// <summary>Lists that share a buffer, each of which stays as it was handed out.</summary>
public sealed class RecentBookingsTests
{
    [Fact]
    public void No_list_changes_whatever_is_made_of_it()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var made = new List<(RecentBookings Bookings, Booking[] Expected)> { (RecentBookings.Empty, []) };
            for (var step = 0; step < 60; step++)
            {
                // Mostly of the latest, as in a guest's life; now and then of an earlier one, as after a lost race.
                var (bookings, expected) = made[random.Next(4) is 0 ? random.Next(made.Count) : made.Count - 1];
                made.Add(Change(random, bookings, expected, number: step));
            }

            Assert.All(made, pair => Assert.Equal(pair.Expected, pair.Bookings));
        }
    }

    [Fact]
    public void Of_two_that_are_made_of_one_list_each_has_its_own()
    {
        var shared = Enumerable.Range(0, 5).Aggregate(RecentBookings.Empty, (list, number) => list.Add(Stays.Numbered(number)));

        var one = shared.Add(Stays.Numbered(10));
        var other = shared.Add(Stays.Numbered(11));

        Assert.Equal(["b00010", "b00004", "b00003", "b00002", "b00001", "b00000"], one.Select(booking => booking.BookingId));
        Assert.Equal(["b00011", "b00004", "b00003", "b00002", "b00001", "b00000"], other.Select(booking => booking.BookingId));
        Assert.Equal(5, shared.Count);
    }

    private static (RecentBookings Bookings, Booking[] Expected) Change(Random random, RecentBookings bookings, Booking[] expected, int number)
    {
        if (expected.Length > 0 && random.Next(8) is 0)
        {
            var index = random.Next(expected.Length);
            return (bookings.Without(index), [.. expected[..index], .. expected[(index + 1)..]]);
        }

        if (random.Next(12) is 0)
        {
            var count = random.Next(expected.Length + 1);
            return (bookings.Latest(count), expected[..count]);
        }

        var isLate = random.Next(5) is 0;
        var booking = Stays.Numbered(number) with { CheckIn = new DateOnly(2026, 1, 1).AddDays(isLate ? random.Next(number + 1) : number) };
        Booking[] sorted = [.. expected, booking];
        Array.Sort(sorted, BookingLog.Compare);
        return (bookings.Add(booking), sorted);
    }
}
