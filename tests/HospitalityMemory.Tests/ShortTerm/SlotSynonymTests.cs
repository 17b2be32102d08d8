using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>Names that stand for a slot besides the slot's own name.</summary>
public sealed class SlotSynonymTests : IDisposable
{
    private static readonly JsonSerializerOptions Stored = new() { TypeInfoResolver = MemoryJson.TypeInfoResolver };

    private readonly ShortTermFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task The_currency_of_a_budget_is_not_an_extra()
    {
        var slots = await SetAsync("""{"budget":200,"currency":"EUR"}""");

        Assert.Equal(new BookingSlots { Budget = 200m, BudgetCurrency = "EUR" }, slots);
    }

    [Theory]
    [InlineData("""{"check_in":"2027-03-05","check_out":"2027-03-08","guests":2}""")]
    [InlineData("""{"checkin":"2027-03-05","checkout":"2027-03-08","people":2}""")]
    [InlineData("""{"Check-In":"2027-03-05","CheckOut":"2027-03-08","Adults":2}""")]
    [InlineData("""{"arrival":"2027-03-05","departure":"2027-03-08","adults":1,"children":1}""")]
    [InlineData("""{"check in date":"2027-03-05","end_date":"2027-03-08","adults":"1","kids":"1"}""")]
    public async Task Names_one_word_off_are_the_slots(string json) => Assert.Equal(
        new BookingSlots { CheckInDate = new(2027, 3, 5), CheckOutDate = new(2027, 3, 8), NumberOfGuests = 2 }, await SetAsync(json));

    [Theory]
    [InlineData("location")]
    [InlineData("destination")]
    [InlineData("where_to")]
    [InlineData("whereTo")]
    public async Task A_place_has_many_names(string name) =>
        Assert.Equal(new BookingSlots { City = "New York" }, await SetAsync($$"""{"{{name}}":"New York"}"""));

    [Fact]
    public async Task The_products_own_names_of_a_booking_are_known()
    {
        var json = JsonSerializer.SerializeToElement(
            new Booking { BookingId = "b", City = "Rome", CheckIn = new(2027, 3, 5), CheckOut = new(2027, 3, 8), Guests = 2, PricePerNight = 90m, Currency = "EUR" },
            Stored);

        var slots = await SetAsync(json.GetRawText());

        Assert.Equal(
            ("Rome", new DateOnly(2027, 3, 5), new DateOnly(2027, 3, 8), 2, 90m, "EUR"),
            (slots.City, slots.CheckInDate, slots.CheckOutDate, slots.NumberOfGuests, slots.Budget, slots.BudgetCurrency));
    }

    [Fact]
    public async Task Children_alone_do_not_tell_how_many_guests_there_are()
    {
        var slots = await SetAsync("""{"children":2}""");

        Assert.Null(slots.NumberOfGuests);
        Assert.Equal(["children"], slots.Extras.Names);
    }

    [Theory]
    [InlineData("""{"adults":2,"children":"a few"}""")]
    [InlineData("""{"adults":"some","children":2}""")]
    [InlineData("""{"adults":2,"children":-1}""")]
    public async Task Where_either_cannot_be_counted_the_guests_are_refused(string json)
    {
        await _fixture.Memory.CreateSessionAsync("s1");

        var update = await _fixture.Memory.TryUpdateSlotsFromJsonAsync("s1", JsonElement.Parse(json));

        Assert.Equal("number_of_guests", Assert.Single(update.Refused).Slot);
        Assert.Null(update.Session.Slots.NumberOfGuests);
    }

    [Fact]
    public async Task No_children_are_none()
    {
        Assert.Equal(new BookingSlots { NumberOfGuests = 2 }, await SetAsync("""{"adults":2,"children":0}"""));
        Assert.Equal(new BookingSlots { NumberOfGuests = 3 }, await SetAsync("""{"adults":3,"children":"none"}"""));
    }

    [Fact]
    public async Task Beside_the_slots_own_name_a_synonym_that_says_something_else_is_an_extra()
    {
        var slots = await SetAsync("""{"destination":"Rome","city":"Rome","location":"Trastevere"}""");

        Assert.Equal("Rome", slots.City);
        Assert.Equal("""{"location":"Trastevere"}""", slots.Extras.ToString());
    }

    [Fact]
    public async Task A_hosts_own_extra_of_such_a_name_wins()
    {
        await _fixture.Memory.CreateSessionAsync("s1");
        await _fixture.Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome", Extras = JsonFields.Empty.Set("stay", "business") });

        var slots = await SetAsync("""{"stay":"leisure","nights":2}""");

        Assert.Equal(("leisure", 2), (slots.Extras.GetString("stay"), slots.NumberOfNights));
    }

    [Fact]
    public async Task A_host_takes_a_synonym_out_and_puts_others_in()
    {
        _fixture.Options.ShortTerm.SlotSynonyms["stay"] = "";
        _fixture.Options.ShortTerm.SlotSynonyms["Ville"] = SlotNames.City;
        _fixture.Options.ShortTerm.SlotSynonyms["people"] = SlotNames.NumberOfNights;

        var slots = await SetAsync("""{"stay":"business","_ville_":"Paris","people":3}""");

        Assert.Equal(("Paris", 3, null), (slots.City, slots.NumberOfNights, slots.NumberOfGuests));
        Assert.Equal(["stay"], slots.Extras.Names);
    }

    [Theory]
    [InlineData("ville", "town")]
    [InlineData("city", "budget")]
    [InlineData("CheckInDate", "")]
    [InlineData("", "city")]
    public void A_synonym_that_makes_no_sense_is_refused_at_the_start(string name, string slot)
    {
        var options = new HospitalityMemoryOptions();
        options.ShortTerm.SlotSynonyms[name] = slot;

        var result = new HospitalityMemoryOptionsValidator().Validate(null, options);

        Assert.Contains("HospitalityMemory:ShortTerm:SlotSynonyms", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void An_extra_that_an_earlier_version_stored_under_a_new_slots_name_is_read_and_kept()
    {
        const string Json = """{"city":null,"check_in_date":null,"check_out_date":null,"number_of_nights":"three","number_of_guests":null,"budget":null,"open_slots":true}""";

        var slots = JsonSerializer.Deserialize<BookingSlots>(Json, Stored)!;

        Assert.Equal("""{"number_of_nights":"three","open_slots":true}""", slots.Extras.ToString());
        Assert.Equal(Json, JsonSerializer.Serialize(slots, Stored));
        var next = SlotRules.Merge(slots, new BookingSlots { NumberOfNights = 3, Extras = JsonFields.Empty.Set("pool", true) }, DateOnly.MinValue, "USD");
        Assert.Equal(3, JsonSerializer.Deserialize<BookingSlots>(JsonSerializer.Serialize(next, Stored), Stored)!.NumberOfNights);
    }

    private async Task<BookingSlots> SetAsync(string json)
    {
        await _fixture.Memory.GetOrCreateSessionAsync("s1", userId: null);
        return (await _fixture.Memory.UpdateSlotsFromJsonAsync("s1", JsonElement.Parse(json))).Slots;
    }
}
