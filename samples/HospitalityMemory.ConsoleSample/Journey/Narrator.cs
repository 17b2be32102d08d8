using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.Journey;

/// <summary>Tells a story: what is said, which call the platform makes, and what the memory then holds.</summary>
internal sealed class Narrator(IAnsiConsole console)
{
    private static readonly Style Warning = new(Color.Yellow);

    private const int ResultIndent = 4;

    private int _chapter;
    private bool _isFirstInChapter = true;

    public void Title(string title) => console.WriteText(title, new Style(decoration: Decoration.Bold));

    public void Chapter(string title)
    {
        console.WriteHeading($"{++_chapter}. {title}");
        _isFirstInChapter = true;
    }

    public void Tell(string text) => Paragraph(() => console.WriteText(text));

    public void Guest(string words) => Paragraph(() => console.WriteLabeled("Guest:", words, style: "aqua"));

    public void Agent(string words) => Paragraph(() => console.WriteLabeled("Agent:", words, style: "green"));

    /// <summary>Shows a call as the platform's code has it.</summary>
    public void Call(string code) => console.WriteText($"  > {code}", "grey");

    /// <summary>Shows what a call returned.</summary>
    public void Result(string label, string text, Style? style = null) =>
        console.WriteLabeled($"{label}:", text, ResultIndent, style);

    public void Slots(BookingSlots slots)
    {
        Result("known", string.Join(", ", Known(slots)));
        Result("missing", slots.MissingSlots is [] ? "nothing" : string.Join(", ", slots.MissingSlots));
    }

    public void Refusal(SlotValidationException refusal)
    {
        Result("refused", nameof(SlotValidationException), Warning);
        foreach (var error in refusal.Errors)
        {
            Result(error.Slot, error.Problem, Warning);
        }
    }

    public void Preferences(UserPreferences preferences) => Indented(PreferenceTable.Of(preferences));

    public void Stays(IEnumerable<Booking> stays) => Indented(StayTable.Of(stays));

    public void Quote(string text) => console.WriteQuote(text);

    private static IEnumerable<string> Known(BookingSlots slots)
    {
        (string Name, string? Value)[] all =
        [
            (SlotNames.City, slots.City),
            (SlotNames.CheckInDate, slots.CheckInDate?.ToString("yyyy-MM-dd")),
            (SlotNames.CheckOutDate, slots.CheckOutDate?.ToString("yyyy-MM-dd")),
            (SlotNames.NumberOfNights, slots.NumberOfNights?.ToString()),
            (SlotNames.NumberOfGuests, slots.NumberOfGuests?.ToString()),
            (SlotNames.Budget, slots.Budget is { } budget ? $"{budget:0.##} {slots.BudgetCurrency}".TrimEnd() : null),
        ];
        return all.Where(slot => slot.Value is not null).Select(slot => $"{slot.Name} {slot.Value}").DefaultIfEmpty("nothing");
    }

    private void Indented(IRenderable content) => console.Write(new Padder(content, new Padding(ResultIndent, 0, 0, 0)));

    private void Paragraph(Action write)
    {
        if (!_isFirstInChapter)
        {
            console.WriteLine();
        }

        write();
        _isFirstInChapter = false;
    }
}
