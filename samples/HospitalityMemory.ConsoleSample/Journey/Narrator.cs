using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Journey;

/// <summary>Tells a story: what is said, which call the platform makes, and what the memory then holds.</summary>
internal sealed class Narrator(IAnsiConsole console)
{
    public static readonly Style Warning = new(Color.Yellow);

    private const string Unknown = "-";

    private int _chapter;

    public void Title(string title) => console.WriteText(title, new Style(decoration: Decoration.Bold));

    public void Chapter(string title) => console.WriteHeading($"{++_chapter}. {title}");

    public void Tell(string text) => console.WriteText(text);

    public void Guest(string words) => Say("Guest", words, "aqua");

    public void Agent(string words) => Say("Agent", words, "green");

    /// <summary>Shows a call as the platform's code has it.</summary>
    public void Call(string code) => console.WriteText($"  > {code}", "grey");

    /// <summary>Shows a result in a line under its call.</summary>
    public void Result(string text, Style? style = null) =>
        console.Write(new Padder(new Text(text, style), new Padding(4, 0, 0, 0)));

    public void Slots(BookingSlots slots)
    {
        Result($"known:   {string.Join(", ", Known(slots))}");
        Result($"missing: {(slots.MissingSlots is [] ? "nothing" : string.Join(", ", slots.MissingSlots))}");
    }

    public void Preferences(UserPreferences preferences) => console.WriteEvidence(preferences);

    public void Stays(IEnumerable<Booking> stays)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var title in (string[])["Check-in", "City", "Type", "Nights", "Price", "Rating", "Amenities"])
        {
            table.AddColumn(new TableColumn(new Text(title, "grey")).PadLeft(0).PadRight(2));
        }

        foreach (var stay in stays)
        {
            table.AddRow(
                new Text($"{stay.CheckIn:yyyy-MM-dd}"),
                new Text(stay.City),
                new Text(stay.PropertyType ?? Unknown),
                new Text(stay.Dates.Nights?.ToString() ?? Unknown),
                new Text(stay.Price?.ToString() ?? Unknown),
                new Text(stay.GuestRating?.ToString() ?? Unknown),
                new Text(string.Join(", ", stay.Amenities)));
        }

        console.Write(table);
    }

    public void Quote(string text) => console.WriteQuote(text);

    private static IEnumerable<string> Known(BookingSlots slots)
    {
        (string Name, string? Value)[] all =
        [
            (SlotNames.City, slots.City),
            (SlotNames.CheckInDate, slots.CheckInDate?.ToString("yyyy-MM-dd")),
            (SlotNames.CheckOutDate, slots.CheckOutDate?.ToString("yyyy-MM-dd")),
            (SlotNames.NumberOfGuests, slots.NumberOfGuests?.ToString()),
            (SlotNames.Budget, slots.Budget is { } budget ? $"{budget:0.##} {slots.BudgetCurrency}".TrimEnd() : null),
        ];
        return all.Where(slot => slot.Value is not null).Select(slot => $"{slot.Name} {slot.Value}").DefaultIfEmpty("nothing");
    }

    private void Say(string who, string words, Style style)
    {
        console.WriteLine();
        var line = new Grid { Expand = false }
            .AddColumn(new GridColumn().NoWrap().Width(6).PadLeft(0).PadRight(1))
            .AddColumn(new GridColumn().PadRight(0));
        line.AddRow(new Text($"{who}:", style), new Text(words, style));
        console.Write(line);
    }
}
