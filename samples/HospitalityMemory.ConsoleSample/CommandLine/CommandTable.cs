using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.Import;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>All commands, in the order of the help. The first one runs if no command is given.</summary>
internal static class CommandTable
{
    public static IReadOnlyList<CommandEntry> All { get; } =
    [
        CommandEntry.Of<JourneyCommand, JourneySettings>(
            "journey",
            "Tells a guest's way through the platform step by step: a conversation, a booking, what the platform learned from it and why, and "
            + "how the next conversation begins. This is what runs without a command.",
            ["journey"], ["journey", "--store", "memory", "--chapters", "7-8", "--record", "docs/console.svg"]),
        CommandEntry.Of<ImportCommand, ImportSettings>(
            "import",
            "Records the bookings of a file and shows what was learned about one guest. Columns are found by their names. Run again, an import "
            + "changes only what changed.",
            ["import", "bookings.csv", "--preview"], ["import", "bookings.csv", "--map", "city=Town", "--user", "ana"]),
        CommandEntry.Of<ProfileCommand, GuestJsonSettings>(
            "profile",
            "Shows what was learned about a guest and why, what an agent's model is told, and the analytics.",
            ["profile", "ana"], ["profile", "ana", "--json"]),
        CommandEntry.Of<WhyCommand, WhySettings>(
            "why",
            "Shows each preference of a guest with the bookings that teach it.",
            ["why", "ana"], ["why", "ana", "wifi", "--all"], ["why", "ana", "--json"]),
        CommandEntry.Of<HistoryCommand, GuestJsonSettings>(
            "history",
            "Lists a guest's bookings, the latest check-in first, cancelled ones too.",
            ["history", "ana"], ["history", "ana", "--json"]),
        CommandEntry.Of<SessionsCommand, SessionsSettings>(
            "sessions",
            "Lists the open sessions of a guest or of all, with what each has established. It lengthens the life of none.",
            ["sessions"], ["sessions", "ana", "--json"]),
        CommandEntry.Of<ExportCommand, ExportSettings>(
            "export",
            "Writes all that is held on a guest to standard output, as one JSON document and nothing else.",
            ["export", "ana"]),
        CommandEntry.Of<EraseCommand, GuestSettings>(
            "erase",
            "Erases a guest's profile, bookings and sessions at once, without asking again, and shows the receipt.",
            ["erase", "ana"]),
        CommandEntry.Of<StatsCommand, JsonSettings>(
            "stats",
            "Shows where everything is kept, whether the stores serve, and what the open sessions take up.",
            ["stats"], ["stats", "--store", "redis://localhost", "--store", "memory", "--json"]),
    ];

    public static CommandEntry Default => All[0];

    /// <summary>What the help of a command shows in addition to its options.</summary>
    public static IEnumerable<(string Title, string Text)> NotesOf(string command) => command is "import"
        ?
        [
            ("FILES KNOWN BY THEIR COLUMNS:", string.Join("; ", BookingMapping.Presets.Select(preset => preset.Name)) + "; others by the names of columns"),
            ("FIELDS:", string.Join(", ", ImportFields.All)),
        ]
        : [];
}
