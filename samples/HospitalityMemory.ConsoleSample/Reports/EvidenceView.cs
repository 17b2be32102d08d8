using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>Shows one preference with the bookings that teach it.</summary>
internal static class EvidenceView
{
    private const int Indent = 4;

    public static void Show(IAnsiConsole console, Evidence evidence, DateOnly today, int mostStays)
    {
        var preference = evidence.Preference;
        console.WriteLabeled(
            PreferenceTable.Describe(preference.Kind),
            $"{PreferenceTable.Value(preference)}: {PreferenceTable.Why(preference)}; score {preference.Score:0.00}, confidence {preference.Confidence:0.00}",
            style: new Style(decoration: Decoration.Bold));
        if (preference.Origin is { } origin)
        {
            console.Write(new Padder(new Text(Describe(origin), "grey"), new(Indent, 0, 0, 0)));
        }

        if (evidence.TaughtBy is [])
        {
            return;
        }

        if (evidence.TaughtBy.Count != preference.Stays + preference.ToCome)
        {
            // The learner's record is also bounded in bytes, which the history does not show.
            console.WriteText($"{new string(' ', Indent)}The learner counts {preference.Stays + preference.ToCome:N0} bookings of these {evidence.TaughtBy.Count:N0}.", "grey");
        }

        var table = new Table { ShowHeaders = false }.Border(TableBorder.None);
        foreach (var _ in Enumerable.Range(0, 5))
        {
            table.AddColumn(new TableColumn("").PadLeft(0).PadRight(2));
        }

        foreach (var booking in evidence.TaughtBy.Take(mostStays))
        {
            table.AddRow(
                new Text($"{booking.CheckIn:yyyy-MM-dd}"),
                new Text(booking.City),
                new Text(booking.Price?.ToString() ?? StayTable.Unknown),
                new Text(booking.CheckIn > today ? "to come" : booking.GuestRating is { } rating ? $"rated {rating:0.#}" : "not rated"),
                new Text(booking.BookingId, "grey"));
        }

        console.Write(new Padder(table, new(Indent, 0, 0, 0)));
        if (evidence.TaughtBy.Count > mostStays)
        {
            console.WriteText($"{new string(' ', Indent)}and {evidence.TaughtBy.Count - mostStays:N0} more; --all shows them.");
        }
    }

    private static string Describe(Origin origin)
    {
        var who = origin.Kind switch
        {
            OriginKind.Guest => "said by the guest",
            OriginKind.Agent => "noted by an agent",
            OriginKind.Tool => "noted by a tool",
            OriginKind.Import => "imported",
            _ => "entered by an operator",
        };
        return $"{who}{(origin.Name is { } name ? $", {name}" : "")}{(origin.SessionId is { } session ? $", in session {session}" : "")}";
    }
}
