using Spectre.Console;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>Sessions as a table, in the order given.</summary>
internal static class SessionTable
{
    public static IRenderable Of(IEnumerable<SessionInfo> sessions, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var title in (string[])["Session", "Guest", "Used", "Expires", "Agent", "Slots"])
        {
            table.AddColumn(new TableColumn(new Text(title, "grey")).PadLeft(0).PadRight(2));
        }

        foreach (var session in sessions)
        {
            if (session.Problem is { } problem)
            {
                table.AddRow(
                    new Text(session.SessionId), new Text(session.UserId ?? ""), new Text(""), new Text(""), new Text(""), new Text($"cannot be read: {problem}", "yellow"));
                continue;
            }

            table.AddRow(
                new Text(session.SessionId),
                new Text(session.UserId ?? "anonymous", session.UserId is null ? "grey" : Style.Plain),
                new Text($"{Span(now - session.UpdatedAt)} ago"),
                new Text($"in {Span(session.ExpiresAt - now)}"),
                new Text(session.CurrentAgent ?? StayTable.Unknown),
                new Text(Slots(session)));
        }

        return table;
    }

    private static string Slots(SessionInfo session)
    {
        if (session.Slots == BookingSlots.Empty)
        {
            return "none yet";
        }

        var open = session.Slots.OpenSlotNames is [] ? "" : $"; does not matter: {SlotText.Open(session.Slots)}";
        var missing = session.Slots.MissingSlots is [] ? "" : $"; missing: {SlotText.Missing(session.Slots)}";
        return $"{SlotText.Known(session.Slots)}{open}{missing}{(session.IsIncomplete ? "; messages were lost" : "")}";
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => $"{Math.Max(0, span.TotalSeconds):0} s",
        { TotalMinutes: < 90 } => $"{span.TotalMinutes:0} min",
        { TotalHours: < 36 } => $"{span.TotalHours:0} h",
        _ => $"{span.TotalDays:0} d",
    };
}
