using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>A slot that does not matter to the guest is answered.</summary>
public sealed class OpenSlotTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    public static TheoryData<string> Words => [.. SlotWords.Open, "DontCare", "Don’t care", "no_preference", " Anywhere. "];

    [Theory, MemberData(nameof(Words))]
    public async Task A_slot_that_does_not_matter_is_not_asked_again(string word)
    {
        var slots = await SetAsync($$"""{"city":"{{word}}","number_of_guests":2}""");

        Assert.Equal(new BookingSlots { Open = OpenSlots.City, NumberOfGuests = 2 }, slots);
        Assert.Equal(["check_in_date", "check_out_date", "budget"], slots.MissingSlots);
    }

    [Fact]
    public async Task Every_slot_can_be_open()
    {
        var slots = await SetAsync("""{"city":"any","check_in":"any","check_out":"any","guests":"any","budget":"any","currency":"any"}""");

        Assert.Empty(slots.MissingSlots);
        Assert.Equal(["city", "check_in_date", "check_out_date", "number_of_guests", "budget"], slots.OpenSlotNames);
        Assert.Equal(
            "city open, check_in_date open, check_out_date open, number_of_guests open, budget open", slots.ToString());
        Assert.Equal(new BookingSlots { Open = OpenSlots.CheckOutDate }, (await SetAsync("""{"nights":"dontcare"}""", "s2")));
    }

    [Fact]
    public async Task A_value_closes_a_slot_and_opening_it_takes_the_value()
    {
        await SetAsync("""{"city":"any","check_in":"2027-03-05","nights":3,"budget":"200 EUR"}""");

        Assert.Equal(("Rome", OpenSlots.None), (await SetAsync("""{"city":"Rome"}""")) is var closed ? (closed.City, closed.Open) : default);
        var opened = await SetAsync("""{"city":"any","budget":"no preference"}""");
        Assert.Equal((null, null, "EUR", OpenSlots.City | OpenSlots.Budget), (opened.City, opened.Budget, opened.BudgetCurrency, opened.Open));
        var moved = await SetAsync("""{"check_in":"any"}""");
        Assert.Equal((null, null, 3), (moved.CheckInDate, moved.CheckOutDate, moved.NumberOfNights));
        var free = await SetAsync("""{"check_in":"2027-03-05","check_out":"any"}""");
        Assert.Equal((new DateOnly(2027, 3, 5), null, null), (free.CheckInDate, free.CheckOutDate, free.NumberOfNights));
    }

    [Fact]
    public async Task Code_opens_and_closes_slots_too()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome", NumberOfGuests = 2 });

        var opened = await Memory.UpdateSlotsAsync("s1", new BookingSlots { Open = OpenSlots.City | OpenSlots.NumberOfGuests, NumberOfGuests = 3 });
        Assert.Equal(new BookingSlots { Open = OpenSlots.City, NumberOfGuests = 3 }, opened.Slots);
        var set = await Memory.UpdateSessionAsync("s1", state => state with { Slots = state.Slots with { City = "Oslo" } });
        Assert.Equal(new BookingSlots { City = "Oslo", NumberOfGuests = 3 }, set.Slots);
        var open = await Memory.UpdateSessionAsync("s1", state => state with { Slots = state.Slots with { Open = OpenSlots.City } });
        Assert.Equal(new BookingSlots { Open = OpenSlots.City, NumberOfGuests = 3 }, open.Slots);
        Assert.Equal(OpenSlots.City, (await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Anywhere" })).Slots.Open);
    }

    [Fact]
    public async Task An_open_slot_is_cleared_as_any_other()
    {
        await SetAsync("""{"city":"any","budget":"any","nights":"any"}""");

        Assert.Equal(OpenSlots.Budget | OpenSlots.CheckOutDate, (await Memory.ClearSlotsAsync("s1", ["city"])).Slots.Open);
        Assert.Equal(BookingSlots.Empty, (await Memory.ClearSlotsAsync("s1")).Slots);
    }

    [Fact]
    public async Task What_was_not_said_leaves_a_slot_as_it_is()
    {
        await SetAsync("""{"city":"Rome"}""");

        Assert.Equal(new BookingSlots { City = "Rome" }, await SetAsync("""{"city":"not mentioned","budget":"unknown"}"""));
    }

    [Fact]
    public void It_is_stored_by_name_beside_the_slots()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = MemoryJson.TypeInfoResolver };
        var slots = new BookingSlots { NumberOfNights = 3, Open = OpenSlots.City | OpenSlots.Budget };

        var json = JsonSerializer.Serialize(slots, options);

        Assert.Equal(
            """{"city":null,"check_in_date":null,"check_out_date":null,"number_of_nights":3,"number_of_guests":null,"budget":null,"open_slots":["city","budget"]}""",
            json);
        Assert.Equal(slots, JsonSerializer.Deserialize<BookingSlots>(json, options));
        Assert.Equal(
            new BookingSlots { City = "Rome", Open = OpenSlots.Budget },
            JsonSerializer.Deserialize<BookingSlots>("""{"city":"Rome","open_slots":["city","budget","of_a_later_version",7]}""", options));
    }

    private async Task<BookingSlots> SetAsync(string json, string sessionId = "s1")
    {
        await Memory.GetOrCreateSessionAsync(sessionId, userId: null);
        return (await Memory.UpdateSlotsFromJsonAsync(sessionId, JsonElement.Parse(json))).Slots;
    }
}
