using Spectre.Console;
using Spectre.Console.Cli;
using Spectre.Console.Cli.Help;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>The parser's help, followed by what holds for every command.</summary>
internal sealed class HelpWithFooter(ICommandAppSettings settings) : HelpProvider(settings)
{
    private const string DefaultFile = "HospitalityMemory/hospitality-memory.db in the local application data of the user";

    public override IEnumerable<IRenderable> GetFooter(ICommandModel model, ICommandInfo? command) =>
    [
        .. CommandTable.NotesOf(command?.Name ?? "").SelectMany(note => Section(note.Title, [(note.Text, "")])),
        .. Section(
            "STORES:",
            [
                ("sqlite:FILE", "profiles and sessions; FILE may be a connection string, Data Source=..."),
                ("redis://HOST:PORT", "sessions; also redis:HOST:PORT,password=..., rediss://..., and redis: for REDIS_HOST and REDIS_PORT"),
                ("firestore:PROJECT", "profiles; also firestore:PROJECT?database=ID&emulator=HOST:PORT"),
                ("memory", "all is gone at the end of the run"),
                ("(none)", $"the SQLite file {DefaultFile}"),
            ]),
        .. Section(
            "EXIT CODES:",
            [
                ("0", "It is done."),
                ("1", "It could not be done; standard error says why."),
                ("2", "The command line was not understood."),
                ("130", "It was stopped with Ctrl+C."),
            ]),
        .. Section("FROM THE SOURCES:", [("dotnet run --project samples/HospitalityMemory.ConsoleSample -- COMMAND", "")]),
    ];

    /// <summary>A title, and rows of a word and its meaning. A row without a meaning is a plain text.</summary>
    private static IEnumerable<IRenderable> Section(string title, IReadOnlyList<(string Word, string Meaning)> rows)
    {
        const int Indent = 4;
        yield return new Text($"\n{title}\n", new Style(Color.Yellow));
        if (rows is [(var text, "")])
        {
            yield return new Padder(new Text(text), new Padding(Indent, 0, 0, 0));
            yield break;
        }

        var grid = new Grid { Expand = false }
            .AddColumn(new GridColumn { Padding = new(Indent, 0, 4, 0), NoWrap = true })
            .AddColumn(new GridColumn { Padding = new(0, 0, 0, 0) });
        foreach (var (word, meaning) in rows)
        {
            grid.AddRow(new Text(word), new Text(meaning));
        }

        yield return grid;
    }
}
