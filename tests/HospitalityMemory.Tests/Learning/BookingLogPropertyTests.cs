using CsCheck;

namespace HospitalityMemory.Tests.Learning;

public sealed class BookingLogPropertyTests
{
    private static readonly FrequencyPreferenceLearner Learner = new();

    [Fact]
    public void Any_order_of_adds_amendments_and_cancellations_gives_the_record_that_a_rebuild_gives()
    {
        var counted = 0;
        Gen.Select(Gen.Int[1, 130], Gen.Int[0, int.MaxValue]).Sample(
            (changes, seed) =>
            {
                var (log, history) = Play(changes, new Random(seed), ref counted);
                var shuffled = history.Values.ToArray();
                new Random(seed ^ 1).Shuffle(shuffled);
                var rebuilt = log.Rebuild(shuffled, "frequency/1");

                Assert.Equal(rebuilt.ToTravelRecord().Describe(), log.ToTravelRecord().Describe());
                Assert.Equal(rebuilt.LastStayDay, log.LastStayDay);
                Assert.Equal(history.Count, log.Recent.Count + log.EarlierBookings);
                Assert.Equal(LatestOf(history.Values), IdsOf(log.Recent.Take(BookingLog.HistoryLength)));
                Assert.Equal(LatestOf(history.Values), IdsOf(rebuilt.Recent.Take(BookingLog.HistoryLength)));
                Assert.Equal(PreferencesOf(rebuilt), PreferencesOf(log));
            },
            iter: 2_000,
            threads: 1);

        Assert.True(counted > 100, "Too few of the histories were long enough for bookings to be counted and then changed.");
    }

    [Fact]
    public void A_rebuild_is_what_adding_from_the_oldest_to_the_newest_gives()
    {
        Gen.Int[0, 150].Sample(
            count =>
            {
                var added = Stays.Log(Enumerable.Range(1, count).Select(number => Stays.Numbered(number)));
                Booking[] history = [.. Enumerable.Range(1, count).Select(number => Stays.Numbered(number) with { Sequence = number })];
                new Random(count).Shuffle(history);

                var rebuilt = BookingLog.Empty.Rebuild(history, "frequency/1");

                Assert.Equal(IdsOf(added.Recent), IdsOf(rebuilt.Recent));
                Assert.Equal(added.Earlier.Describe(), rebuilt.Earlier.Describe());
                Assert.Equal(
                    (added.EarlierBookings, added.EarlierLastDay, added.LastSequence),
                    (rebuilt.EarlierBookings, rebuilt.EarlierLastDay, rebuilt.LastSequence));
            },
            threads: 1);
    }

    private static (BookingLog Log, Dictionary<string, Booking> History) Play(int changes, Random random, ref int counted)
    {
        var log = BookingLog.Empty;
        var history = new Dictionary<string, Booking>(StringComparer.Ordinal);
        for (var i = 0; i < changes; i++)
        {
            var kind = random.Next(12);
            if (history.Count is 0 || kind < 8)
            {
                var booking = Stays.Numbered(random.Next(400)) with { BookingId = $"b{i:D3}" };
                log = log.Add(booking);
                history.Add(booking.BookingId, booking with { Sequence = log.LastSequence });
                continue;
            }

            if (kind is 11 && random.Next(10) is 0)
            {
                log = log.Forget();
                continue;
            }

            var before = history.Values.ElementAt(random.Next(history.Count));
            var after = kind switch
            {
                8 => before with { CancelledAt = Stays.Noon },
                9 => before with { GuestRating = random.Next(1, 6) },
                _ => Stays.Numbered(random.Next(400)) with { BookingId = before.BookingId, Sequence = before.Sequence, CancelledAt = before.CancelledAt },
            };
            history[before.BookingId] = after;
            counted += log.EarlierBookings > 0 ? 1 : 0;
            log = log.Replace(before, after) ?? log.Rebuild(history.Values, "frequency/1");
        }

        return (log, history);
    }

    private static string[] LatestOf(IEnumerable<Booking> bookings) =>
        IdsOf(bookings
            .OrderByDescending(booking => booking.CheckIn)
            .ThenByDescending(booking => booking.BookingId, StringComparer.Ordinal)
            .Take(BookingLog.HistoryLength));

    private static string[] IdsOf(IEnumerable<Booking> bookings) => [.. bookings.Select(booking => booking.BookingId)];

    private static string PreferencesOf(BookingLog log)
    {
        var preferences = Learner.Learn(log.ToTravelRecord(), Stays.Context);
        return string.Join('\n', preferences.Evidence.Append<object?>(preferences.PreferredPriceRange).Concat(preferences.OtherPriceRanges));
    }
}
