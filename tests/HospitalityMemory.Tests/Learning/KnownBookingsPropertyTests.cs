using CsCheck;
using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Learning;

/// <summary>
/// A guest records, rates, amends, cancels and reinstates bookings and changes consent, in any order. The result equals that of a
/// plain model that sorts, filters, takes 100 and cuts at 256 KiB.
/// </summary>
public sealed class KnownBookingsPropertyTests
{
    [Theory]
    [InlineData(1, 600)]
    [InlineData(40, 400)]
    public void Any_order_of_changes_gives_the_record_of_the_plain_model(int heavy, int iterations)
    {
        var (filled, histories) = (0, Math.Min(iterations, Fuzzing.Iterations));
        Gen.Select(Gen.Int[1, 260], Gen.Int[0, int.MaxValue]).Sample(
            (changes, seed) => filled += PlayAsync(changes, heavy, new Random(seed)).GetAwaiter().GetResult(),
            iter: histories,
            threads: 1);

        Assert.True(filled > histories / 6, "Too few of the histories were long enough for a gap to be filled.");
    }

    private static async Task<int> PlayAsync(int changes, int heavy, Random random)
    {
        var store = new InMemoryProfileStore();
        var older = new OlderBookings(store);
        var model = new PlainHistory();
        var profile = new UserProfile { UserId = "guest", CreatedAt = Stays.Noon, Bookings = KnownBookings.None };
        var filled = 0;
        for (var i = 0; i < changes; i++)
        {
            var (known, changed) = Change(profile.Bookings, model, random, number: i, heavy);
            if (known.Lacks)
            {
                filled++;
                known = await older.FillAsync("guest", known, changed is null ? [] : [changed], CancellationToken.None);
            }

            Assert.False(known.Lacks);
            Assert.Equal(model.Describe(), known.Describe());
            profile = profile with { Bookings = known };
            var version = await store.TryCommitAsync(profile, changed is null ? [] : [changed], CancellationToken.None);
            profile = profile with { Version = version!.Value };
        }

        Assert.Equal(model.Describe(), Stored(profile).Describe());
        return filled;
    }

    private static (KnownBookings Known, Booking? Changed) Change(KnownBookings known, PlainHistory model, Random random, int number, int heavy)
    {
        var kind = random.Next(16);
        if (model.Bookings.Count is 0 || kind < 10)
        {
            var added = Any(random, heavy) with { BookingId = $"b{random.Next(1_000)}-{number}", CancelledAt = random.Next(20) is 0 ? Stays.Noon : null };
            known = known.Add(added);
            return (known, model.Put(added with { Sequence = ++model.LastSequence }));
        }

        if (kind is 15 && random.Next(12) is 0)
        {
            model.LearnsAfter = model.LastSequence;
            return (known.Forget(), null);
        }

        var before = model.Bookings.Values.ElementAt(random.Next(model.Bookings.Count));
        var after = kind switch
        {
            10 or 11 => before with { Status = before.IsBooked ? BookingStatus.NoShow : BookingStatus.Booked },
            12 or 13 => before with { GuestRating = random.Next(1, 6) },
            _ => Any(random, heavy) with { BookingId = before.BookingId, Sequence = before.Sequence, Status = before.Status, CancelledAt = before.CancelledAt },
        };
        return (known.Replace(before, after), model.Put(after));
    }

    private static Booking Any(Random random, int heavy) => Stays.Numbered(random.Next(400)) with
    {
        Amenities = random.Next(heavy) is 0 ? [] : [.. Enumerable.Repeat(new string('x', 100), random.Next(heavy) * 2)],
    };

    /// <summary>The bookings of the profile after it was written and read again, which must be the same.</summary>
    private static KnownBookings Stored(UserProfile profile)
    {
        var read = UserProfile.FromJson(profile.ToJson()).Bookings;
        Assert.Equal(profile.Bookings.Describe(), read.Describe());
        return read;
    }

    private sealed class PlainHistory
    {
        public Dictionary<string, Booking> Bookings { get; } = new(StringComparer.Ordinal);

        public long LastSequence { get; set; }

        public long LearnsAfter { get; set; }

        public Booking Put(Booking booking) => Bookings[booking.BookingId] = booking;

        public string Describe()
        {
            Booking[] sorted =
            [
                .. Bookings.Values.OrderByDescending(booking => booking.CheckIn).ThenByDescending(booking => booking.BookingId, StringComparer.Ordinal),
            ];
            Booking[] teaching = [.. sorted.Where(booking => booking.IsBooked && booking.Sequence > LearnsAfter)];
            var window = new List<Booking>();
            var bytes = 0;
            foreach (var stay in teaching.Take(100))
            {
                bytes += 128 + stay.BookingId.Length + stay.City.Length + (stay.PropertyId?.Length ?? 0) + (stay.PropertyType?.Length ?? 0)
                    + (stay.Currency?.Length ?? 0) + stay.Amenities.Sum(amenity => 4 + amenity.Length);
                if (bytes > 256 * 1024 && window.Count > 0)
                {
                    break;
                }

                window.Add(stay);
            }

            return Stays.Describe([.. sorted.Take(20)], sorted.Length, window, teaching.Length, LastSequence, LearnsAfter);
        }
    }
}
