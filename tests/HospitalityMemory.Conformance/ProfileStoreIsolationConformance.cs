using HospitalityMemory.Stores;
using static HospitalityMemory.Conformance.ProfileSamples;

namespace HospitalityMemory.Conformance;

/// <summary>No guest sees, changes or erases another's, however much their ids resemble each other.</summary>
public abstract class ProfileStoreIsolationConformance
{
    private static readonly DateOnly Later = new(2027, 1, 1);

    /// <summary>How many pairs of ids are tried; fewer only where the store is slow.</summary>
    protected virtual int Pairs => 2_000;

    [SkippableFact]
    public async Task Guests_whose_ids_resemble_each_other_share_nothing()
    {
        var store = await CreateStoreAsync();
        await ShareNothingAsync(store, store, HostileIds.Pairs(Pairs, Random.Shared.Next()));
    }

    [SkippableFact]
    public async Task Nor_do_they_or_those_of_one_id_across_two_applications()
    {
        var (blue, red) = (await OpenAsync("blue"), await CreateStoreAsync());
        var pairs = HostileIds.Pairs(Pairs, Random.Shared.Next());
        await ShareNothingAsync(blue, red, [.. pairs, .. pairs.Take(Pairs / 10).Select(static pair => (pair.First, pair.First))]);
    }

    /// <summary>
    /// The store of an application; those of one test share what lies beneath, which is empty at first. The derived class
    /// disposes of what it made.
    /// </summary>
    protected abstract ValueTask<IProfileStore> OpenAsync(string application);

    protected ValueTask<IProfileStore> CreateStoreAsync() => OpenAsync(HospitalityMemoryOptions.DefaultApplication);

    /// <summary>
    /// All first ones write; then each second one reads, deletes, writes, changes and deletes, after which all first ones are
    /// what they were. The ids of a pair are those of the bookings too.
    /// </summary>
    private static async Task ShareNothingAsync(IProfileStore ofFirst, IProfileStore ofSecond, (string First, string Second)[] pairs)
    {
        var firsts = pairs.DistinctBy(static pair => pair.First).ToArray();
        foreach (var pair in firsts)
        {
            await WriteAsync(ofFirst, pair.First, pair, "first", version: 0);
        }

        foreach (var pair in pairs)
        {
            await AssertIsNobodyAsync(ofSecond, pair);
            Assert.True(await ofSecond.DeleteAsync(pair.Second, CancellationToken.None) == default, Told(pair, "deletes what it has not"));
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
            Assert.True(await ofSecond.DeleteAsync(pair.Second, CancellationToken.None) == new ProfileDeletion(1, 2), Told(pair, "deletes something else"));
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
        var written = await store.TryCommitAsync(profile, bookings, CancellationToken.None);
        Assert.True(written is not null, Told(pair, $"meets another's when '{whose}' is written"));
        return written.Value;
    }

    private static async Task AssertIsNobodyAsync(IProfileStore store, (string First, string Second) pair)
    {
        var userId = pair.Second;
        var isNobody = await store.GetAsync(userId, CancellationToken.None) is null
            && await store.GetForUpdateAsync(userId, pair.First, CancellationToken.None) == default
            && await store.FindBookingsAsync(userId, [pair.First, OtherBooking(pair)], CancellationToken.None) is []
            && await BookingsAsync(store, userId) is []
            && await store.GetBookingsBeforeAsync(userId, position: null, 10, CancellationToken.None) is []
            && await store.CountBookingsAsync(userId, CancellationToken.None) is 0;
        Assert.True(isNobody, Told(pair, "reads what it has not written"));
    }

    private static async Task AssertHasAsync(IProfileStore store, string userId, (string First, string Second) pair, string whose)
    {
        var profile = await store.GetAsync(userId, CancellationToken.None);
        Assert.True(
            profile is not null && profile.UserId == userId && profile.Attributes.GetString("whose") == whose, Told(pair, $"has another profile than '{whose}'"));
        var bookings = await BookingsAsync(store, userId);
        var found = await store.FindBookingsAsync(userId, [pair.First], CancellationToken.None);
        var (_, one) = await store.GetForUpdateAsync(userId, OtherBooking(pair), CancellationToken.None);
        string[] ids = [pair.First, OtherBooking(pair)];
        Assert.True(
            bookings.Concat(found).All(booking => booking.City == whose)
                && bookings.Select(static booking => booking.BookingId).Order(StringComparer.Ordinal).SequenceEqual(ids.Order(StringComparer.Ordinal))
                && found is [var only] && only.BookingId == pair.First
                && one is not null && one.BookingId == OtherBooking(pair) && one.City == whose
                && await store.CountBookingsAsync(userId, CancellationToken.None) is 2,
            Told(pair, $"has other bookings than '{whose}'"));
    }

    /// <summary>The second id, or one that differs from the first in a blank where they are the same.</summary>
    private static string OtherBooking((string First, string Second) pair) =>
        pair.First != pair.Second ? pair.Second : pair.First.Length < 256 ? pair.First + " " : pair.First[..^2] + "  ";

    private static string Told((string First, string Second) pair, string what) =>
        $"'{HostileIds.Shown(pair.Second)}' beside '{HostileIds.Shown(pair.First)}' {what}.";
}
