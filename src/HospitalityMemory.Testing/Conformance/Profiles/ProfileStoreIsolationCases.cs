using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;
using static HospitalityMemory.Testing.Conformance.ProfileSamples;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>No guest sees, changes or erases another's, however much their ids resemble each other.</summary>
internal sealed class ProfileStoreIsolationCases(CaseRun<IProfileStore> run) : StoreCases<IProfileStore>(run)
{
    private static readonly DateOnly Later = new(2027, 1, 1);

    [Case]
    public async Task Guests_whose_ids_resemble_each_other_share_nothing()
    {
        var store = await CreateStoreAsync();
        await ShareNothingAsync(store, store, HostileIds.Pairs(Options.Pairs, Random.Shared.Next(), Options.AreNear));
    }

    [Case]
    public async Task Nor_do_they_or_those_of_one_id_across_two_applications()
    {
        var (blue, red) = (await OpenAsync("blue"), await CreateStoreAsync());
        var pairs = HostileIds.Pairs(Options.Pairs, Random.Shared.Next(), Options.AreNear);
        await ShareNothingAsync(blue, red, [.. pairs, .. pairs.Take(Options.Pairs / 10).Select(static pair => (pair.First, pair.First))]);
    }

    /// <summary>
    /// All first ones write; then each second one reads, deletes, writes, changes and deletes, after which all first ones are
    /// what they were. The ids of a pair are those of the bookings too.
    /// </summary>
    private static async Task ShareNothingAsync(IProfileStore ofFirst, IProfileStore ofSecond, (string First, string Second)[] pairs)
    {
        // Not split: it is one story, told in the order in which it happens.
        var firsts = pairs.DistinctBy(static pair => pair.First).ToArray();
        foreach (var pair in firsts)
        {
            await WriteAsync(ofFirst, pair.First, pair, "first", version: 0);
        }

        foreach (var pair in pairs)
        {
            await AssertIsNobodyAsync(ofSecond, pair);
            Assert.True(await ofSecond.DeleteAsync(pair.Second, CaseToken.Current) == default, Told(pair, "deletes what it has not"));
        }

        foreach (var pair in pairs)
        {
            var version = await WriteAsync(ofSecond, pair.Second, pair, "new", version: 0);
            await WriteAsync(ofSecond, pair.Second, pair, "second", version);
        }

        foreach (var pair in firsts)
        {
            await AssertHasAsync(ofFirst, pair.First, pair, "first");
        }

        foreach (var pair in pairs)
        {
            await AssertHasAsync(ofSecond, pair.Second, pair, "second");
        }

        foreach (var pair in pairs)
        {
            Assert.True(await ofSecond.DeleteAsync(pair.Second, CaseToken.Current) == new ProfileDeletion(1, 2), Told(pair, "deletes something else"));
        }

        foreach (var pair in firsts)
        {
            await AssertHasAsync(ofFirst, pair.First, pair, "first");
        }

        Assert.Equal(
            firsts.Select(static pair => HostileIds.Shown(pair.First)).Order(StringComparer.Ordinal),
            (await DeleteInactiveAsync(ofFirst, Now.AddDays(1), Later)).Select(HostileIds.Shown).Order(StringComparer.Ordinal));
    }

    private static async Task<long> WriteAsync(IProfileStore store, string userId, (string First, string Second) pair, string whose, long version)
    {
        Booking[] bookings = [Booking(pair.First) with { City = whose }, Booking(OtherBooking(pair), sequence: 2) with { City = whose }];
        var profile = Booked(Profile(userId, version) with { Attributes = JsonFields.Empty.Set("whose", whose) }, bookings);
        var written = await store.TryCommitAsync(profile, bookings, CaseToken.Current);
        Assert.True(written is not null, Told(pair, $"meets another's when '{whose}' is written"));
        return written.Value;
    }

    private static async Task AssertIsNobodyAsync(IProfileStore store, (string First, string Second) pair)
    {
        var userId = pair.Second;
        var isNobody = await store.GetAsync(userId, CaseToken.Current) is null
            && await store.GetForUpdateAsync(userId, pair.First, CaseToken.Current) == default
            && await store.FindBookingsAsync(userId, [pair.First, OtherBooking(pair)], CaseToken.Current) is []
            && await BookingsAsync(store, userId) is []
            && await store.GetBookingsBeforeAsync(userId, position: null, 10, CaseToken.Current) is []
            && await store.CountBookingsAsync(userId, CaseToken.Current) is 0;
        Assert.True(isNobody, Told(pair, "reads what it has not written"));
    }

    private static async Task AssertHasAsync(IProfileStore store, string userId, (string First, string Second) pair, string whose)
    {
        var profile = await store.GetAsync(userId, CaseToken.Current);
        Assert.True(
            profile is not null && profile.UserId == userId && profile.Attributes.GetString("whose") == whose, Told(pair, $"has another profile than '{whose}'"));
        var bookings = await BookingsAsync(store, userId);
        var found = await store.FindBookingsAsync(userId, [pair.First], CaseToken.Current);
        var (_, one) = await store.GetForUpdateAsync(userId, OtherBooking(pair), CaseToken.Current);
        string[] ids = [pair.First, OtherBooking(pair)];
        Assert.True(
            bookings.Concat(found).All(booking => booking.City == whose)
                && bookings.Select(static booking => booking.BookingId).Order(StringComparer.Ordinal).SequenceEqual(ids.Order(StringComparer.Ordinal))
                && found is [var only] && only.BookingId == pair.First
                && one is not null && one.BookingId == OtherBooking(pair) && one.City == whose
                && await store.CountBookingsAsync(userId, CaseToken.Current) is 2,
            Told(pair, $"has other bookings than '{whose}'"));
    }

    /// <summary>The second id, or one that differs from the first in a blank where they are the same.</summary>
    private static string OtherBooking((string First, string Second) pair) =>
        pair.First != pair.Second ? pair.Second : pair.First.Length < 256 ? pair.First + " " : pair.First[..^2] + "  ";

    private static string Told((string First, string Second) pair, string what) =>
        $"'{HostileIds.Shown(pair.Second)}' beside '{HostileIds.Shown(pair.First)}' {what}.";
}
