using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

/// <summary>The blocks of docs/slots.md, and its tables.</summary>
public sealed partial class SlotsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "slots.md"));

    [Fact]
    public async Task The_blocks_do_what_they_say()
    {
        var services = new ServiceCollection();

        // snippet
        services.AddHospitalityMemory(options =>
        {
            options.ShortTerm.SlotSynonyms["stay"] = "";               // an extra, as any other name
            options.ShortTerm.SlotSynonyms["ville"] = SlotNames.City;  // the city
        });
        // end of snippet

        await using var provider = services.BuildServiceProvider();
        var conversation = provider.GetRequiredService<IShortTermMemory>();
        await conversation.CreateSessionAsync("session-1");

        // snippet
        using var said = JsonDocument.Parse("""{ "location": "Lisbon", "arrival": "March 7th", "budget": "200 EUR", "chekout": "2027-03-08" }""");
        var update = await conversation.TryUpdateSlotsFromJsonAsync("session-1", said.RootElement);
        foreach (var error in update.Refused)
        {
            Console.WriteLine($"{error.Slot} {error.Problem}"); // check_in_date must be a date written as yyyy-MM-dd.
        }

        foreach (var extra in update.NewExtras.Where(extra => extra.NearestSlot is not null))
        {
            Console.WriteLine($"{extra.Name}: is {extra.NearestSlot} meant?"); // chekout: is check_out_date meant?
        }
        // end of snippet

        Assert.Equal(new SlotError("check_in_date", "must be a date written as yyyy-MM-dd."), Assert.Single(update.Refused));
        Assert.Equal(new NewExtra("chekout", "check_out_date"), Assert.Single(update.NewExtras));
        Assert.Equal(("Lisbon", 200m, "EUR"), (update.Session.Slots.City, update.Session.Slots.Budget, update.Session.Slots.BudgetCurrency));

        // snippet
        await conversation.UpdateSlotsAsync("session-1", new BookingSlots { Open = OpenSlots.City | OpenSlots.Budget });
        // end of snippet

        var slots = (await conversation.GetSessionAsync("session-1"))!.Slots;
        Assert.Equal((null, null, OpenSlots.City | OpenSlots.Budget), (slots.City, slots.Budget, slots.Open));
    }

    [Fact]
    public void The_table_has_every_synonym_that_is_built_in() => Assert.Equal(
        SlotSynonyms.Table.Select(row => $"| `{row.Key}` | {string.Join(", ", row.Value.Select(name => $"`{name}`"))} |"),
        Row().Matches(Page[Page.IndexOf("## Names", StringComparison.Ordinal)..Page.IndexOf("- Case,", StringComparison.Ordinal)]).Select(match => match.Value));

    [Fact]
    public void The_page_has_every_word_that_is_no_value()
    {
        var open = Page[Page.IndexOf("## What does not matter", StringComparison.Ordinal)..];

        Assert.All(SlotWords.Open, word => Assert.Contains($"`{word}`", open, StringComparison.Ordinal));
        Assert.All(SlotWords.Nothing, word => Assert.Contains($"`{word}`", Page, StringComparison.Ordinal));
    }

    [GeneratedRegex("^\\| `.*\\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
