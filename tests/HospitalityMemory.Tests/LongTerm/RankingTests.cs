using HospitalityMemory.Stores;
using Moq;

namespace HospitalityMemory.Tests.LongTerm;

public sealed class RankingTests : IDisposable
{
    private static readonly PropertyCandidate Miami = new() { PropertyId = "m", City = "Miami", Amenities = ["pool"], PricePerNight = 200 };
    private static readonly PropertyCandidate Oslo = new() { PropertyId = "o", City = "Oslo", Amenities = ["sauna"], PricePerNight = 90 };

    private readonly Guests _guests = new();

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task The_default_learner_ranks_by_its_counts()
    {
        await BookAsync("Miami", "Miami", "Oslo");

        var ranked = await Memory.RankPropertiesAsync(Guests.Id, [Oslo, Miami]);

        // The city's share is 2 of 3 stays, and a quarter of the score. The price cannot be compared, which is half of another.
        Assert.Equal(["m", "o"], ranked.Select(property => property.Property.PropertyId));
        Assert.Equal(0.95 * (2 / 3.0 + 0.5) / 4, ranked[0].Score, 1e-12);
        Assert.Equal(0.95 * (1 / 3.0 + 0.5) / 4, ranked[1].Score, 1e-12);
        Assert.Equal(["2 stays in Miami"], ranked[0].Reasons);
    }

    [Fact]
    public async Task A_price_without_a_currency_is_in_the_default_one()
    {
        await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Rome") with { PricePerNight = 200, Currency = "USD" });

        var ranked = await Memory.RankPropertiesAsync(Guests.Id, [Miami]);

        Assert.Equal(["you paid 200 USD before"], ranked[0].Reasons);
    }

    [Fact]
    public async Task A_stranger_is_given_the_order_that_came()
    {
        var ranked = await Memory.RankPropertiesAsync("stranger", [Oslo, Miami]);

        Assert.Equal(["o", "m"], ranked.Select(property => property.Property.PropertyId));
        Assert.Null(await Memory.GetUserProfileAsync("stranger"));
        Assert.Empty(await Memory.RankPropertiesAsync("stranger", []));
    }

    [Fact]
    public async Task Without_consent_a_guest_is_ranked_for_as_a_stranger()
    {
        await BookAsync("Miami");
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "Miami" });
        await Memory.SetConsentAsync(Guests.Id, granted: false);

        var ranked = await Memory.RankPropertiesAsync(Guests.Id, [Oslo, Miami]);

        Assert.Equal(["o", "m"], ranked.Select(property => property.Property.PropertyId));
        Assert.All(ranked, property => Assert.Empty(property.Reasons));
    }

    [Fact]
    public async Task Explicit_beats_learned()
    {
        await BookAsync("Miami", "Miami");
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Amenity, Value = "POOL", Avoid = true });
        await Memory.AddStatedPreferenceAsync(
            Guests.Id, new() { Kind = PreferenceKind.PriceRange, Value = "USD", PriceRange = new() { Min = 50, Max = 100 } });

        var ranked = await Memory.RankPropertiesAsync(Guests.Id, [Miami, Oslo]);

        Assert.Equal(["o", "m"], ranked.Select(property => property.Property.PropertyId));
        Assert.Equal("you asked for such a price", ranked[0].Reasons[0]);
        Assert.Equal(["you asked to avoid POOL", "2 stays in Miami"], ranked[1].Reasons);

        // One wish. Oslo meets it and its price is half a part of four; Miami has all stays besides.
        Assert.Equal((2 + (0.95 * 0.5 / 4)) / 3, ranked[0].Score, 1e-12);
        Assert.Equal(0.95 * 1.5 / 4 / 3, ranked[1].Score, 1e-12);
    }

    [Fact]
    public async Task A_wish_in_the_guests_own_words_changes_nothing()
    {
        await BookAsync("Miami");
        var before = await Memory.RankPropertiesAsync(Guests.Id, [Oslo, Miami]);
        await Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Other, Value = "quiet" });

        var after = await Memory.RankPropertiesAsync(Guests.Id, [Oslo, Miami]);

        Assert.Equal(before.Select(property => property.Score), after.Select(property => property.Score));
    }

    [Fact]
    public async Task Where_the_store_is_out_of_reach_it_is_an_error_or_by_option_a_strangers_order()
    {
        var store = new Mock<IProfileStore>();
        store.Setup(mock => mock.GetAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Throws(new MemoryUnavailableException("gone"));
        using var strict = new Guests(store.Object);
        using var lenient = new Guests(store.Object, configure: options => options.LongTerm.ServeDefaultsWhenUnavailable = true);

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => strict.Memory.RankPropertiesAsync(Guests.Id, [Miami]).AsTask());
        Assert.Single(await lenient.Memory.RankPropertiesAsync(Guests.Id, [Miami]));
    }

    [Theory]
    [InlineData("", 100, "USD", "candidates[1].PropertyId has 0 characters; 1 to 200 are allowed, not all of them blank.")]
    [InlineData("x", -1, "USD", "candidates[1].PricePerNight is -1; 0 to 1000000000 is allowed, or null where unknown.")]
    [InlineData("x", 1, "dollars", "candidates[1].Currency is not an ISO 4217 code of a currency in capital letters, such as USD.")]
    public async Task A_bad_property_is_refused_by_its_place_and_member(string id, int price, string currency, string message)
    {
        var bad = new PropertyCandidate { PropertyId = id, PricePerNight = price, Currency = currency };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => Memory.RankPropertiesAsync(Guests.Id, [Miami, bad]).AsTask());

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_with_an_amenity_that_is_null_is_refused_by_its_place()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => Memory.RankPropertiesAsync(Guests.Id, [Miami with { Amenities = ["pool", null!] }]).AsTask());

        Assert.StartsWith("candidates[0].Amenities has an entry that is null; each is a text.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_list_and_no_property_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => Memory.RankPropertiesAsync(Guests.Id, null!).AsTask());
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Memory.RankPropertiesAsync(Guests.Id, [null!]).AsTask());
        Assert.StartsWith("candidates[0] is null; each must be a property.", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Memory.RankPropertiesAsync("", [Miami]).AsTask());
    }

    private async Task BookAsync(params string[] cities)
    {
        foreach (var (number, city) in cities.Index())
        {
            await Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"b{number}", city, day: number + 1));
        }
    }
}
