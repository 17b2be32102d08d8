namespace HospitalityMemory.Tests.Learning;

public sealed class UserPreferencesTests
{
    private static readonly Preference City = new() { Kind = PreferenceKind.City, Value = "Miami", Source = PreferenceSource.Bookings };
    private static readonly Preference Usd = Range("USD", 100);
    private static readonly Preference Eur = Range("EUR", 90);

    private static readonly UserPreferences Some = new()
    {
        All =
        [
            City, City with { Value = "Rome" }, Usd, Eur,
            City with { Kind = PreferenceKind.Amenity, Value = "pool" },
            City with { Kind = PreferenceKind.PropertyType, Value = "villa" },
            City with { Kind = PreferenceKind.Other, Value = "a quiet room" },
            City with { Kind = PreferenceKind.City, Value = "Oslo", Avoid = true, Source = PreferenceSource.Stated },
        ],
    };

    [Fact]
    public void The_names_and_ranges_are_views_of_the_list()
    {
        Assert.Equal(["Miami", "Rome"], Some.PreferredCities);
        Assert.Equal(Usd.PriceRange, Some.PreferredPriceRange);
        Assert.Equal([Eur.PriceRange!], Some.OtherPriceRanges);
        Assert.Equal(["pool"], Some.PreferredAmenities);
        Assert.Equal(["villa"], Some.PreferredPropertyTypes);
        Assert.Equal(["Oslo"], Some.Avoided);
        Assert.Same(Some.PreferredPriceRange, Some.PreferredPriceRange);
    }

    [Fact]
    public void A_copy_with_another_list_has_its_views_and_one_with_the_same_list_the_same()
    {
        Assert.Equal(["Miami", "Rome"], Some.PreferredCities);

        Assert.Equal(["Bern"], (Some with { All = [City with { Value = "Bern" }] }).PreferredCities);
        Assert.Empty((Some with { All = [] }).Avoided);
        Assert.Equal(["Miami", "Rome"], (Some with { IsDegraded = true }).PreferredCities);
    }

    [Fact]
    public void They_are_equal_where_they_say_the_same()
    {
        var copy = new UserPreferences { All = [.. Some.All.Select(preference => preference with { })] };
        Assert.NotEmpty(Some.PreferredCities);

        Assert.Equal(Some, copy);
        Assert.Equal(Some.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(Some, Some with { UsualNights = 3 });
        Assert.NotEqual(Some, Some with { All = [.. Some.All.Skip(1)] });
    }

    [Fact]
    public void Read_back_the_list_is_the_truth_where_it_is_there()
    {
        const string Start = """{"user_id":"u","created_at":"2025-01-01T00:00:00Z","preferences":{"preferred_cities":["Rome"]""";

        var python = UserProfile.FromJson(Start + "}}").Preferences;
        var ours = UserProfile.FromJson(Start + ""","all":[{"kind":"city","value":"Miami","source":"bookings"}]}}""").Preferences;

        Assert.Equal(("Rome", PreferenceSource.Imported), (Assert.Single(python.All).Value, python.All[0].Source));
        Assert.Equal(["Miami"], ours.PreferredCities);
    }

    private static Preference Range(string currency, decimal price) => new()
    {
        Kind = PreferenceKind.PriceRange,
        Value = currency,
        PriceRange = new() { Min = price, Max = 2 * price, Currency = currency },
        Source = PreferenceSource.Bookings,
    };
}
