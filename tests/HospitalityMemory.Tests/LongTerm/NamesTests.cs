using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>Names as the memory compares them, from the booking to what is told.</summary>
public sealed class NamesTests : IDisposable
{
    private readonly Guests _guests = new();

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task What_says_nothing_is_unknown_in_a_booking()
    {
        var (recorded, _) = await _guests.Memory.AddBookingToHistoryAsync(
            Guests.Id, Guests.Stay("b1") with { Country = "n/a", PropertyId = "NULL", PropertyType = "NULL", Amenities = ["wifi", "none", "-", "WI-FI", "pool"] });

        Assert.Null(recorded.Country);
        Assert.Null(recorded.PropertyId);
        Assert.Null(recorded.PropertyType);
        Assert.Equal(["wifi", "pool"], recorded.Amenities);
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("n/a")]
    [InlineData("dontcare")]
    [InlineData("Anywhere")]
    [InlineData("-")]
    public async Task A_booking_in_no_city_is_refused(string city)
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            "booking.City", () => _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", city)).AsTask());

        Assert.StartsWith("booking.City names no city; 1 to 200 characters are allowed.", exception.Message, StringComparison.Ordinal);
        Assert.Null(await _guests.Memory.GetUserProfileAsync(Guests.Id));
    }

    [Fact]
    public async Task A_stay_and_a_booking_to_come_are_of_one_city_however_it_is_spelled()
    {
        await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "M\u00FCnchen", 2025));
        await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "MUNCHEN", 2027));

        var city = Assert.Single((await _guests.Memory.GetUserPreferencesAsync(Guests.Id)).All);
        Assert.Equal(("MUNCHEN", 1, 1), (city.Value, city.Stays, city.ToCome));
        Assert.Equal(new DateOnly(2025, 5, 1), city.LastStay);
    }

    [Fact]
    public async Task Two_Birminghams_are_told_each_with_its_own_stays()
    {
        foreach (var (id, country, year) in new[] { ("b1", "GB", 2023), ("b2", "UK", 2024), ("b3", "US", 2025) })
        {
            await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay(id, "Birmingham", year) with { Country = country });
        }

        var context = await _guests.Memory.GetPersonalizationContextAsync(Guests.Id, new BookingSlots { CheckInDate = new DateOnly(2026, 5, 9) });
        var ranked = await _guests.Memory.RankPropertiesAsync(
            Guests.Id,
            [
                new() { PropertyId = "us", City = "Birmingham", Country = "United States" },
                new() { PropertyId = "gb", City = "Birmingham", Country = "United Kingdom" },
            ]);

        Assert.Equal(["Birmingham (GB)", "Birmingham (US)"], context.Preferences.PreferredCities);
        Assert.Equal(["Birmingham (GB)", "Birmingham (US)"], context.Insights.FavoriteDestinations);
        Assert.Equal(["Birmingham (GB)", "Birmingham (US)"], context.CitiesForTravelMonth);
        Assert.Equal(["2 stays in Birmingham (GB)"], ranked[0].Reasons);
        Assert.Equal(["1 stay in Birmingham (US)"], ranked[1].Reasons);
        Assert.Contains("cities: \"Birmingham (GB)\" (2 stays, last 2024-05-01), \"Birmingham (US)\" (1 stay, last 2025-05-01)", context.ToPromptText(4_000), StringComparison.Ordinal);
        Assert.Equal("Birmingham", (await _guests.HistoryAsync())[0].City);
    }

    [Fact]
    public async Task A_wish_is_for_the_name_that_the_guest_knows()
    {
        await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "K\u00F8benhavn") with { Amenities = ["Wi-Fi", "Pool"] });
        await _guests.Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "kobenhavn" });
        await _guests.Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Amenity, Value = "WLAN" });
        await _guests.Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Amenity, Value = "swimming pool", Avoid = true });
        var preferences = await _guests.Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.Amenity, Value = "wifi" });
        var ranked = await _guests.Memory.RankPropertiesAsync(
            Guests.Id,
            [
                new() { PropertyId = "p1", Amenities = ["Swimming-Pool"] },
                new() { PropertyId = "p2", City = "KOBENHAVN", Amenities = ["wireless internet"] },
            ]);

        Assert.Equal(["K\u00F8benhavn"], preferences.PreferredCities);
        Assert.Equal(["Wi-Fi"], preferences.PreferredAmenities);
        Assert.Equal(3, (await _guests.StoredAsync()).StatedPreferences.Count);
        Assert.Equal(["p2", "p1"], ranked.Select(property => property.Property.PropertyId));
        Assert.True(await _guests.Memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.City, "K\u00D8BENHAVN"));
    }

    [Fact]
    public async Task A_wish_for_one_of_two_names_its_country()
    {
        await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "Birmingham", 2024) with { Country = "GB" });
        await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "Birmingham", 2025) with { Country = "US" });
        var named = await _guests.Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "birmingham (uk)" });
        await _guests.Memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.City, "Birmingham (GB)");
        var apart = await _guests.Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "birmingham" });

        Assert.Equal(["Birmingham (GB)", "Birmingham (US)"], named.PreferredCities);
        Assert.Equal(["birmingham", "Birmingham (US)", "Birmingham (GB)"], apart.PreferredCities);
    }

    [Fact]
    public async Task A_wish_that_says_nothing_is_refused()
    {
        foreach (var kind in new[] { PreferenceKind.City, PreferenceKind.Amenity, PreferenceKind.PropertyType, PreferenceKind.Other })
        {
            await Assert.ThrowsAsync<ArgumentException>(
                "preference.Value", () => _guests.Memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = kind, Value = "any" }).AsTask());
        }
    }

    [Fact]
    public async Task A_booking_answers_the_search_for_its_city_however_it_is_spelled()
    {
        await _guests.Memory.UpdateUserPreferencesAsync(Guests.Id, new BookingSlots { City = "san sebastian", CheckInDate = new DateOnly(2026, 5, 1) });
        await _guests.Memory.UpdateUserPreferencesAsync(Guests.Id, new BookingSlots { City = "SAN-SEBASTI\u00C1N", CheckInDate = new DateOnly(2026, 5, 1) });
        Assert.Single((await _guests.StoredAsync()).Bookings.Searches);

        await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "San Sebasti\u00E1n", 2026) with { Country = "ES" });
        Assert.Empty((await _guests.StoredAsync()).Bookings.Searches);
    }

    [Fact]
    public async Task Settings_and_the_hosts_canonicalizer_say_what_is_the_same()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HospitalityMemory:LongTerm:Synonyms:Cities:NYC"] = "New York City",
            ["HospitalityMemory:LongTerm:Synonyms:Amenities:WLAN"] = "",
        }).Build();
        var services = new ServiceCollection();
        services.AddHospitalityMemory(configuration);
        services.AddSingleton<INameCanonicalizer>(new Capitals());
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<ILongTermMemory>();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "NYC", 2024) with { Amenities = ["WLAN"] });
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "New York City", 2025) with { Amenities = ["wifi"] });
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b3", "Roma", 2023));
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b4", "Rome", 2022));

        var preferences = await memory.GetUserPreferencesAsync(Guests.Id);

        Assert.Equal(["New York City", "Roma"], preferences.PreferredCities);
        Assert.Equal(["wifi", "WLAN"], preferences.PreferredAmenities);
        Assert.True(provider.GetRequiredService<NameRules>().IsSame(NameKind.City, "nyc", "New York City"));
    }

    [Fact]
    public async Task Each_memory_of_a_host_has_names_of_its_own()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory("blue", options => options.LongTerm.Synonyms.Cities["NYC"] = "New York City");
        services.AddHospitalityMemory("red").UsePreferenceLearner<FrequencyPreferenceLearner>();
        await using var provider = services.BuildServiceProvider();

        foreach (var (key, cities) in new[] { ("blue", 1), ("red", 2) })
        {
            var memory = provider.GetRequiredKeyedService<ILongTermMemory>(key);
            await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1", "NYC"));
            await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "New York City"));

            Assert.Equal(cities, (await memory.GetUserPreferencesAsync(Guests.Id)).PreferredCities.Count);
        }
    }

    [Theory]
    [InlineData("n/a", "Rome", "HospitalityMemory:LongTerm:Synonyms:Cities is 'n/a'")]
    [InlineData("Roma", "unknown", "HospitalityMemory:LongTerm:Synonyms:Cities:Roma is 'unknown'")]
    public void A_synonym_that_says_nothing_is_found_when_the_host_starts(string name, string target, string expected)
    {
        var options = new HospitalityMemoryOptions();
        options.LongTerm.Synonyms.Cities[name] = target;

        var result = new HospitalityMemoryOptionsValidator().Validate(Options.DefaultName, options);

        Assert.StartsWith(expected, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private sealed class Capitals : INameCanonicalizer
    {
        public string? Canonicalize(NameKind kind, string name) => (kind, name) is (NameKind.City, "Roma") ? "Rome" : null;
    }
}
