using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.Journey;

/// <summary>Tells a story: what is said, which call the platform makes, and what the memory then holds.</summary>
/// <param name="shown">The console on which the story is shown.</param>
/// <param name="chapters">Which chapters are shown. What comes before the first chapter is number 0.</param>
internal sealed class Narrator(IAnsiConsole shown, Range chapters)
{
    private readonly IAnsiConsole _unseen = Terminal.OpenPlain(TextWriter.Null);

    private static readonly Style Warning = new(Color.Yellow);

    private const int ResultIndent = 4;

    private int _chapter;
    private bool _isFirstInChapter = true;

    private IAnsiConsole Console => _chapter >= chapters.Start.Value && (chapters.End.IsFromEnd || _chapter < chapters.End.Value) ? shown : _unseen;

    public void Title(string title) => Console.WriteText(title, new Style(decoration: Decoration.Bold));

    public void Chapter(string title)
    {
        _chapter++;
        Console.WriteHeading($"{_chapter}. {title}");
        _isFirstInChapter = true;
    }

    public void Tell(string text) => Paragraph(() => Console.WriteText(text));

    public void Guest(string words) => Paragraph(() => Console.WriteLabeled("Guest:", words, style: "aqua"));

    public void Agent(string words) => Paragraph(() => Console.WriteLabeled("Agent:", words, style: "green"));

    /// <summary>Shows a call as it stands in the platform's code.</summary>
    public void Call(string code) => Console.WriteText($"  > {code}", "grey");

    /// <summary>Shows what a call returned.</summary>
    public void Result(string label, string text, Style? style = null) =>
        Console.WriteLabeled($"{label}:", text, ResultIndent, style);

    public void Slots(BookingSlots slots)
    {
        Result("known", SlotText.Known(slots));
        if (slots.OpenSlotNames is not [])
        {
            Result("does not matter", SlotText.Open(slots));
        }

        Result("missing", SlotText.Missing(slots));
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

    public void Quote(string text) => Console.WriteQuote(text);

    private void Indented(IRenderable content) => Console.Write(new Padder(content, new Padding(ResultIndent, 0, 0, 0)));

    private void Paragraph(Action write)
    {
        if (!_isFirstInChapter)
        {
            Console.WriteLine();
        }

        write();
        _isFirstInChapter = false;
    }
}
