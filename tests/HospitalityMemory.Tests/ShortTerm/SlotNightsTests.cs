using System.Text.Json;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>Nights are a slot: with check-in they give check-out.</summary>
public sealed class SlotNightsTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("""{"check_in_date":"2027-03-05","number_of_nights":3}""")]
    [InlineData("""{"check_in_date":"2027-03-05","number_of_days":3}""")]
    [InlineData("""{"check_in_date":"2027-03-05","nights":"3"}""")]
    [InlineData("""{"check_in_date":"2027-03-05","stay":"3 nights"}""")]
    [InlineData("""{"check_in_date":"2027-03-05","check_out_date":"2027-03-08","nights":3}""")]
    [InlineData("""{"check_out_date":"2027-03-08","nights":3}""")]
    public async Task Nights_with_check_in_give_check_out(string json) => Assert.Equal((5, 8, 3), Stay(await SetAsync(json)));

    [Fact]
    public async Task Nights_wait_for_check_in_and_check_out_is_not_asked_meanwhile()
    {
        var waiting = await SetAsync("""{"nights":3}""");
        Assert.Equal(["city", "check_in_date", "number_of_guests", "budget"], waiting.MissingSlots);

        Assert.Equal((5, 8, 3), Stay(await SetAsync("""{"check_in":"2027-03-05"}""")));
    }

    [Fact]
    public async Task Check_out_moves_with_check_in_and_new_nights_move_it()
    {
        await SetAsync("""{"check_in":"2027-03-05","nights":3}""");

        Assert.Equal((10, 13, 3), Stay(await SetAsync("""{"check_in":"2027-03-10"}""")));
        Assert.Equal((10, 12, 2), Stay(await SetAsync("""{"nights":2}""")));
        Assert.Equal((6, 8, 2), Stay((await Memory.UpdateSessionAsync(
            "s1", state => state with { Slots = state.Slots with { CheckInDate = new(2027, 3, 6) } })).Slots));
    }

    [Fact]
    public async Task A_new_check_out_changes_the_nights()
    {
        await SetAsync("""{"check_in":"2027-03-05","nights":3}""");

        Assert.Equal((5, 10, 5), Stay(await SetAsync("""{"check_out":"2027-03-10"}""")));
        Assert.Equal((20, 21, 1), Stay(await SetAsync("""{"check_in":"2027-03-20","check_out":"2027-03-21"}""")));
    }

    [Fact]
    public async Task A_check_out_that_is_there_gives_check_in_with_the_nights()
    {
        await SetAsync("""{"check_out":"2027-03-10"}""");

        Assert.Equal((7, 10, 3), Stay(await SetAsync("""{"nights":3}""")));
    }

    [Fact]
    public async Task Days_alone_are_no_nights()
    {
        Assert.Equal((5, 8, null), Stay(await SetAsync("""{"check_in":"2027-03-05","check_out":"2027-03-08"}""")));
        Assert.Equal((10, null, null), Stay(await SetAsync("""{"check_in":"2027-03-10"}""")));
    }

    [Fact]
    public async Task What_is_cleared_takes_along_what_follows_from_it()
    {
        await SetAsync("""{"check_in":"2027-03-05","nights":3}""");
        Assert.Equal((null, null, 3), Stay((await Memory.ClearSlotsAsync("s1", ["check_in_date"])).Slots));
        await SetAsync("""{"check_in":"2027-03-05"}""");
        Assert.Equal((5, null, null), Stay((await Memory.ClearSlotsAsync("s1", ["check_out_date"])).Slots));
        await SetAsync("""{"nights":3}""");
        Assert.Equal((5, 8, null), Stay((await Memory.ClearSlotsAsync("s1", ["number_of_nights"])).Slots));
        await SetAsync("""{"nights":3}""");
        Assert.Equal((null, 8, null), Stay((await Memory.ClearSlotsAsync("s1", ["check_in_date", "number_of_nights"])).Slots));
    }

    [Theory]
    [InlineData("""{"check_in":"2027-03-05","check_out":"2027-03-08","nights":2}""", "must be the days from check_in_date to check_out_date, or be left out.")]
    [InlineData("""{"nights":0}""", "must be 1 to 1000.")]
    [InlineData("""{"nights":1001}""", "must be 1 to 1000.")]
    [InlineData("""{"nights":"some"}""", "must be a whole number.")]
    [InlineData("""{"check_in":"9999-12-30","nights":3}""", "would put check_out_date past the last day there is.")]
    [InlineData("""{"check_out":"2026-03-03","nights":30}""", "would put check_in_date in the past.")]
    public async Task Nights_that_cannot_be_are_refused_and_the_days_kept(string json, string problem)
    {
        await Memory.CreateSessionAsync("s1");

        var update = await Memory.TryUpdateSlotsFromJsonAsync("s1", JsonElement.Parse(json));

        Assert.Equal(new SlotError("number_of_nights", problem), Assert.Single(update.Refused));
        Assert.Null(update.Session.Slots.NumberOfNights);
        Assert.Equal(json.Contains("check_in", StringComparison.Ordinal), update.Session.Slots.CheckInDate is not null);
        Assert.Equal(json.Contains("check_out", StringComparison.Ordinal), update.Session.Slots.CheckOutDate is not null);
    }

    private static (int?, int?, int?) Stay(BookingSlots slots) => (slots.CheckInDate?.Day, slots.CheckOutDate?.Day, slots.NumberOfNights);

    private async Task<BookingSlots> SetAsync(string json)
    {
        await Memory.GetOrCreateSessionAsync("s1", userId: null);
        return (await Memory.UpdateSlotsFromJsonAsync("s1", JsonElement.Parse(json))).Slots;
    }
}
