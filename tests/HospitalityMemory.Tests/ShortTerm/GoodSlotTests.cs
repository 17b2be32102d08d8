using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using HospitalityMemory.Conformance;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>Valid slots are kept, even beside invalid ones.</summary>
public sealed class GoodSlotTests : IDisposable
{
    private static readonly string[] GoodValues = ["\"Rome\"", "2", "\"2\"", "\"2027-03-05\"", "\"2027-03-09\"", "\"any\"", "\"EUR\"", "\"200 EUR\"", "null"];
    private static readonly string[] BadValues = ["\"March 7th\"", "\"1.234\"", "[]", "{}", "true", "-1", "\"\"", "\"03/04/2027\"", "1e400", "\"2001-01-01\""];
    private static readonly string[] Names =
    [
        .. SlotNames.All, "guests", "nights", "arrival", "departure", "currency", "adults", "children", "location", "pool", "citty",
        "a\u0001b", new string('x', 65), "",
    ];

    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task What_is_right_is_merged_and_what_is_not_is_told_in_one_write()
    {
        var before = await Memory.CreateSessionAsync("s1");

        var update = await TryAsync("""{"check_in_date":"March 7th","city":"London","budget":"1.234","number_of_guests":0,"pool":true}""");

        Assert.Equal(new BookingSlots { City = "London", Extras = JsonFields.Empty.Set("pool", true) }, update.Session.Slots);
        Assert.Equal(["check_in_date", "budget", "number_of_guests"], update.Refused.Select(error => error.Slot));
        Assert.Equal((BookingSlots.Empty, before.Version + 1), (update.Before, update.Session.Version));
        Assert.Equal(update.Session, await _fixture.PeekInfoAsync("s1"));
    }

    [Theory]
    [InlineData("Euro")]
    [InlineData("XXX")]
    [InlineData("pounds")]
    public async Task A_currency_that_is_none_leaves_no_budget_in_the_default_one(string currency)
    {
        var update = await TryAsync($$"""{"city":"Oslo","budget":200,"currency":"{{currency}}"}""");

        Assert.Equal(new BookingSlots { City = "Oslo" }, update.Session.Slots);
        Assert.Equal(["budget", "budget_currency"], update.Refused.Select(error => error.Slot).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"city":5}""", "city: must be text.")]
    [InlineData("""{"budget":true}""", "budget: must be a number.")]
    [InlineData("""{"budget":"$200 EUR"}""", "budget: must be a number, with or without one currency such as EUR.")]
    [InlineData("""{"budget":"-5 EUR"}""", "budget: must be above 0 and at most 1000000000.")]
    [InlineData("""{"budget_currency":5}""", "budget_currency: must be text.")]
    [InlineData(
        """{"budget":"200 EUR","budget_currency":"GBP"}""",
        "budget: is given in one currency, and budget_currency is another. Which is meant? budget_currency: is not the currency that budget is given in. Which is meant?")]
    [InlineData(
        """{"budget":200,"budget_currency":"pounds"}""",
        "budget: is in a currency that is not known; budget_currency says which are. budget_currency: must be an ISO 4217 code of a currency in capital letters, such as USD.")]
    public async Task What_is_refused_says_what_is_wrong(string slots, string expected)
    {
        var update = await TryAsync(slots);

        Assert.Equal(expected, string.Join(' ', update.Refused.Select(error => $"{error.Slot}: {error.Problem}")));
        Assert.Equal(BookingSlots.Empty, update.Session.Slots);
    }

    [Theory]
    [InlineData("""{"budget":"200 CAD"}""", """{"budget":"$150"}""", 150, "CAD")]
    [InlineData("""{"budget":"200 EUR"}""", """{"budget":"$150"}""", 150, "USD")]
    [InlineData("""{"budget":"200 AUD"}""", """{"currency":"$"}""", 200, "AUD")]
    [InlineData("""{"budget":"200 EUR"}""", """{"currency":"$"}""", 200, "USD")]
    [InlineData("""{}""", """{"budget":"$150","currency":"CAD"}""", 150, "CAD")]
    [InlineData("""{}""", """{"budget":"$150 AUD"}""", 150, "AUD")]
    public async Task A_dollar_sign_is_the_dollar_that_was_said_before(string first, string second, int budget, string currency)
    {
        await TryAsync(first);

        var update = await TryAsync(second);

        Assert.Empty(update.Refused);
        Assert.Equal(((decimal?)budget, currency), (update.Session.Slots.Budget, update.Session.Slots.BudgetCurrency));
    }

    [Theory]
    [InlineData("""{"adults":2,"children":1}""", 3)]
    [InlineData("""{"adults":2,"children":0}""", 2)]
    [InlineData("""{"adults":2,"children":"none"}""", 2)]
    [InlineData("""{"guests":2,"children":1}""", 2)]
    [InlineData("""{"adults":"2 adults","children":"1 child"}""", 3)]
    [InlineData("""{"adults":2,"children":"2 kids"}""", 4)]
    [InlineData("""{"adults":2,"children":"two"}""", null)]
    [InlineData("""{"guests":"2 children"}""", null)]
    public async Task Children_are_added_to_adults_alone(string slots, int? guests)
    {
        var update = await TryAsync(slots);

        Assert.Equal(guests, update.Session.Slots.NumberOfGuests);
    }

    [Fact]
    public async Task A_name_that_is_near_a_slots_is_told_and_kept_as_an_extra()
    {
        var update = await TryAsync("""{"location":"New York","people":"2","pricerange":"cheap","chekin":"2027-03-05","budjet":100,"price":"120"}""");

        Assert.Equal(("New York", 2), (update.Session.Slots.City, update.Session.Slots.NumberOfGuests));
        Assert.Equal([new("pricerange", null), new("chekin", "check_in_date"), new("budjet", "budget"), new("price", "budget")], update.NewExtras);
        Assert.Empty(update.Refused);
        Assert.Empty((await TryAsync("""{"chekin":"2027-03-06"}""")).NewExtras);
    }

    [Fact]
    public async Task Where_nothing_is_right_nothing_is_written()
    {
        await Memory.CreateSessionAsync("s1");
        var before = await Memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" });

        var update = await TryAsync("""{"number_of_guests":"many","":1}""");

        Assert.Equal(before, update.Session);
        Assert.Equal(["number_of_guests", "extras"], update.Refused.Select(error => error.Slot));
    }

    [Fact]
    public async Task A_check_out_before_a_good_check_in_is_refused_alone()
    {
        var update = await TryAsync("""{"check_in_date":"2027-05-04","check_out_date":"2027-05-01"}""");

        Assert.Equal(new BookingSlots { CheckInDate = new(2027, 5, 4) }, update.Session.Slots);
        Assert.Equal(new SlotError("check_out_date", "must be after check_in_date."), Assert.Single(update.Refused));
    }

    [Fact]
    public async Task Of_too_many_extras_those_that_are_there_are_still_changed()
    {
        await TryAsync($$"""{{{string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"e{i}\":0"))}}}""");

        var update = await TryAsync("""{"city":"Rome","e1":1,"f1":1,"f2":1,"f3":1,"f4":1,"f5":1}""");

        Assert.Equal(new SlotError("extras", "must be at most 64."), Assert.Single(update.Refused));
        Assert.Equal(("Rome", 60, 1m), (update.Session.Slots.City, update.Session.Slots.Extras.Count, update.Session.Slots.Extras.GetDecimal("e1")));
    }

    [Fact]
    public async Task Slots_behind_a_hostile_number_of_extras_are_kept()
    {
        var update = await TryAsync($$"""{{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"e{i}\":{i}"))}},"city":"Rome"}""");

        Assert.Equal(("Rome", "extras"), (update.Session.Slots.City, Assert.Single(update.Refused).Slot));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"city\"")]
    public async Task Slots_are_an_object(string json)
    {
        await Memory.CreateSessionAsync("s1");

        await Assert.ThrowsAsync<ArgumentException>(() => TryAsync(json));
    }

    [Fact]
    public async Task The_json_may_be_gone_before_the_write_is_done()
    {
        await Memory.CreateSessionAsync("s1");
        ValueTask<SlotUpdate> call;
        using (var document = JsonDocument.Parse("""{"city":"Rome","pool":{"deep":true}}"""))
        {
            call = Memory.TryUpdateSlotsFromJsonAsync("s1", document.RootElement);
        }

        Assert.Equal("""{"pool":{"deep":true}}""", (await call).Session.Slots.Extras.ToString());
    }

    /// <summary>
    /// For any mix, nothing is thrown, the merged slots are those that the strict call accepts, and each slot that is invalid
    /// alone is reported.
    /// </summary>
    [Fact]
    public void Of_any_mix_the_good_are_kept_and_the_bad_told()
    {
        var member = Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, GoodValues.Length + BadValues.Length - 1]);
        Gen.Select(member.Array[0, 8], member.Array[0, 8]).Sample(
            (earlier, later) =>
            {
                var (before, _) = Try(BookingSlots.Empty, Json(earlier));
                var given = Json(later);
                var (after, refused) = Try(before, given);

                // The state is valid: checking it again does not change it.
                Assert.Equal(after, SlotRules.Merge(BookingSlots.Empty, after, DateOnly.MinValue, "USD"));
                Assert.Equal(OpenSlots.None, after.Open & SlotOpenness.Filled(SlotDraft.Of(after)));
                if (after.NumberOfNights is { } nights)
                {
                    Assert.Equal(after.CheckInDate?.AddDays(nights), after.CheckOutDate);
                }

                // The strict call accepts the JSON exactly where nothing is refused, and then with the same result.
                var strict = Strict(before, given);
                Assert.Equal(refused.Count is 0, strict is not null);
                Assert.True(strict is null || strict == after);

                // Only names that were given, or the slots that they stand for, are reported.
                var allowed = later.Select(pair => SlotSynonyms.Default.SlotOf(Names[pair.Item1]) ?? SlotRules.Errors.Shown(Names[pair.Item1])).ToHashSet();
                Assert.All(refused, error => Assert.Contains(error.Slot, allowed));
            },
            iter: 4 * Fuzzing.Iterations);
    }

    /// <summary>A slot that is valid by itself is kept, whatever stands in unrelated slots.</summary>
    [Fact]
    public void A_good_slot_is_kept_beside_anything_in_slots_that_it_has_nothing_to_do_with() =>
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, GoodValues.Length + BadValues.Length - 1]).Array[0, 8].Sample(
            others =>
            {
                var given = JsonNode.Parse(Json(others).GetRawText())!.AsObject();
                foreach (var name in new[] { "city", "location" })
                {
                    given.Remove(name);
                }

                given["city"] = "Rome";

                Assert.Equal("Rome", Try(BookingSlots.Empty, JsonElement.Parse(given.ToJsonString())).Slots.City);
            },
            iter: Fuzzing.Iterations);

    private static JsonElement Json((int, int)[] members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members)
        {
            var text = value < GoodValues.Length ? GoodValues[value] : BadValues[value - GoodValues.Length];
            json[Names[name]] = JsonNode.Parse(text);
        }

        return JsonElement.Parse(json.ToJsonString());
    }

    private static (BookingSlots Slots, IReadOnlyList<SlotError> Refused) Try(BookingSlots before, JsonElement json)
    {
        var read = new SlotReader(GivenSlots.Of(json, SlotSynonyms.Default, "slots"), before, "USD").Read();
        var errors = new SlotRules.Errors(read.Errors);
        var after = SlotRules.MergeAllowed(before, read.Slots, new(2026, 3, 1), "USD", ref errors);
        return (after, errors.Found ?? []);
    }

    private static BookingSlots? Strict(BookingSlots before, JsonElement json)
    {
        var read = new SlotReader(GivenSlots.Of(json, SlotSynonyms.Default, "slots"), before, "USD").Read();
        try
        {
            return SlotRules.Merge(before, read.Slots, new(2026, 3, 1), "USD", read.Errors);
        }
        catch (SlotValidationException)
        {
            return null;
        }
    }

    private async Task<SlotUpdate> TryAsync(string json)
    {
        await Memory.GetOrCreateSessionAsync("s1", userId: null);
        return await Memory.TryUpdateSlotsFromJsonAsync("s1", JsonElement.Parse(json));
    }
}
