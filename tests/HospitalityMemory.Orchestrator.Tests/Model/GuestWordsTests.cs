using HospitalityMemory.Orchestrator.Catalogue;
using HospitalityMemory.Orchestrator.Model;

namespace HospitalityMemory.Orchestrator.Tests.Model;

public sealed class GuestWordsTests
{
    // A Wednesday.
    private static readonly DateOnly Today = new(2027, 3, 10);
    private static readonly GuestWords Words = new(new(CatalogueFile.Read()));

    [Theory]
    [InlineData("12 to 15 May", "2027-05-12", "2027-05-15")]
    [InlineData("12th-15th of May", "2027-05-12", "2027-05-15")]
    [InlineData("May 12 to 15", "2027-05-12", "2027-05-15")]
    [InlineData("May 12, 2028 to May 15, 2028", "2028-05-12", "2028-05-15")]
    [InlineData("from 30 December to 2 January", "2027-12-30", "2028-01-02")]
    [InlineData("from 3 to 6 February", "2028-02-03", "2028-02-06")]
    [InlineData("2027-05-12 to 2027-05-15", "2027-05-12", "2027-05-15")]
    [InlineData("arriving on 12 May", "2027-05-12", null)]
    [InlineData("tomorrow", "2027-03-11", null)]
    [InlineData("this weekend", "2027-03-12", "2027-03-14")]
    [InlineData("next weekend", "2027-03-19", "2027-03-21")]
    [InlineData("31 February", null, null)]
    [InlineData("in May", null, null)]
    [InlineData("Hello", null, null)]
    public void Days_are_found(string said, string? from, string? to)
    {
        var understood = Words.Read(said, Today);

        Assert.Equal((Day(from), Day(to)), (understood.CheckIn, understood.CheckOut));
    }

    [Theory]
    [InlineData("for two", 2)]
    [InlineData("for 3 people", 3)]
    [InlineData("we are 4 adults", 4)]
    [InlineData("five of us", 5)]
    [InlineData("just me", 1)]
    [InlineData("a couple", 2)]
    [InlineData("my wife and me", 2)]
    [InlineData("for 3 nights", null)]
    [InlineData("for 12 May", null)]
    [InlineData("under 100 euros", null)]
    public void Guests_are_counted(string said, int? guests) => Assert.Equal(guests, Words.Read(said, Today).Guests);

    [Theory]
    [InlineData("under 150 euros", 150.0, "EUR")]
    [InlineData("up to €99.50 a night", 99.50, "EUR")]
    [InlineData("at most $1,200", 1200.0, "USD")]
    [InlineData("80 pounds", 80.0, "GBP")]
    [InlineData("budget is 90", 90.0, null)]
    [InlineData("12 to 15 May for two", null, null)]
    public void A_budget_is_read(string said, double? budget, string? currency)
    {
        var understood = Words.Read(said, Today);

        Assert.Equal(((decimal?)budget, currency), (understood.Budget, understood.Currency));
    }

    [Theory]
    [InlineData("a villa in new york", "New York", "villa")]
    [InlineData("hotels in Lisbon", "Lisbon", "hotel")]
    [InlineData("a nicer place", null, null)]
    [InlineData("Nice", "Nice", null)]
    [InlineData("Atlantis", null, null)]
    public void City_and_type_are_those_of_the_catalogue(string said, string? city, string? type)
    {
        var understood = Words.Read(said, Today);

        Assert.Equal((city, type), (understood.City, understood.Type));
    }

    [Fact]
    public void Amenities_are_found_by_other_names_too() =>
        Assert.Equal(["parking", "pet friendly", "pool", "wifi"], Words.Read("a swimming pool, wi-fi, parking, and we bring the dog", Today).Amenities.Order());

    [Theory]
    [InlineData("the second one please", 2)]
    [InlineData("option 3", 3)]
    [InlineData("book 1", 1)]
    [InlineData("I take the first", 1)]
    [InlineData("the first week of May", null)]
    [InlineData("take 4", null)]
    public void A_choice_is_heard(string said, int? choice) => Assert.Equal(choice, Words.Read(said, Today).Choice);

    [Fact]
    public void Wishes_are_told_from_what_this_stay_needs()
    {
        var understood = Words.Read("I like a pool and breakfast, and I never want hostels. We hate carpets. Rome, with parking", Today);

        Assert.Equal(
            [new("amenity", "pool", false), new("amenity", "breakfast", false), new("property_type", "hostel", true), new SaidWish("other", "carpets", true)],
            understood.Wishes);
        Assert.Equal(("Rome", "parking"), (understood.City, Assert.Single(understood.Amenities)));
    }

    [Fact]
    public void Nothing_a_guest_types_breaks_the_rules()
    {
        foreach (var said in (string[])["", "\0", "99999999999 guests", "under 99999999999999999999999999999999", "0 May", "9999-99-99", "i like", new string('1', 2_000), "😀 for two"])
        {
            Words.Read(said, Today);
        }
    }

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd");
}
