using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>
/// Reads a command line before the parser does. It puts the command first, as the parser requires. It also refuses what the parser would
/// misread, such as an option without its value or one that is given twice, in words that say what to do.
/// </summary>
internal sealed class CommandLineReader
{
    private const string Help = "--help";

    private readonly List<(string Name, string? Value)> _options = [];
    private readonly List<string> _operands = [];

    private CommandLineReader(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _operands.Add(args[i]);
                continue;
            }

            var sign = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = sign < 0 ? args[i] : args[i][..sign];
            var takesNext = sign < 0 && FormOf(name).TakesValue && i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            _options.Add((name, sign >= 0 ? args[i][(sign + 1)..] : takesNext ? args[++i] : null));
        }

        Command = _operands is [var first, ..] ? CommandTable.All.FirstOrDefault(command => command.Name == first) : CommandTable.Default;
    }

    /// <summary>The command; null if the first word is none.</summary>
    public CommandEntry? Command { get; }

    public bool AsksForVersion => _operands is ["-v"] || _options.Any(option => option.Name is "--version");

    public static CommandLineReader Of(string[] args) => new(args);

    /// <returns>The arguments for the parser.</returns>
    /// <exception cref="UserErrorException">The command line is not understood.</exception>
    public string[] ToArguments()
    {
        if (_options.Any(option => option.Name is Help) || _operands.Any(operand => operand is "-h" or "-?") || _operands is ["help", ..])
        {
            var asked = _operands.Find(operand => CommandTable.All.Any(command => command.Name == operand));
            return asked is null ? [Help] : [asked, Help];
        }

        CheckOptions();
        CheckOperands(Command!);
        return
        [
            Command!.Name,
            .. _operands.Skip(1),
            .. _options.Select(option => option.Value is null ? option.Name : $"{option.Name}={option.Value}"),
        ];
    }

    private static OptionForm FormOf(string name) =>
        CommandTable.All.Select(command => command.Options.GetValueOrDefault(name)).FirstOrDefault(form => form != default);

    private void CheckOptions()
    {
        if (Command is null)
        {
            var names = CommandTable.All.Select(command => command.Name).ToList();
            throw UserErrorException.Usage($"\"{_operands[0]}\" is no command{Meant(_operands[0], names)} The commands are {string.Join(", ", names)}.");
        }

        foreach (var (name, value) in _options)
        {
            if (!Command.Options.TryGetValue(name, out var form))
            {
                throw UserErrorException.Usage($"{name} is no option of {Command.Name}{Meant(name, Command.Options.Keys)}");
            }

            if (form.TakesValue && string.IsNullOrWhiteSpace(value))
            {
                throw UserErrorException.Usage(value is null ? $"{name} needs a value." : $"{name} is empty; it needs a value.");
            }

            if (!form.TakesValue && value is not null)
            {
                throw UserErrorException.Usage($"{name} takes no value; say {name} alone.");
            }

            if (!form.MayRepeat && _options.Count(option => option.Name == name) > 1)
            {
                throw UserErrorException.Usage($"{name} was given twice; say it once.");
            }
        }
    }

    private void CheckOperands(CommandEntry command)
    {
        var operands = _operands.Skip(1).ToList();
        if (operands.Find(operand => operand.StartsWith('-') && operand.Length > 1) is { } option)
        {
            throw UserErrorException.Usage($"{option} is no option of {command.Name}; options begin with --.");
        }

        if (operands.Count > command.Operands.Count)
        {
            throw UserErrorException.Usage($"\"{operands[command.Operands.Count]}\" is one argument too many. Text with blanks needs quotes.");
        }

        for (var i = 0; i < command.Operands.Count; i++)
        {
            var name = command.Operands[i].ValueName;
            if (i >= operands.Count ? command.Operands[i].IsRequired : string.IsNullOrWhiteSpace(operands[i]))
            {
                throw UserErrorException.Usage($"{name} is {(i < operands.Count ? "empty" : "missing")}. Say it such as: {string.Join(' ', command.Examples[0])}");
            }
        }
    }

    /// <summary>The end of a sentence that refuses a word. It names the word that was probably meant, if one is close enough.</summary>
    private static string Meant(string word, IEnumerable<string> words)
    {
        const int MostEdits = 2;
        var nearest = words.Select(known => (Known: known, Edits: EditsBetween(word, known))).MinBy(known => known.Edits);
        return nearest.Known is not null && nearest.Edits <= MostEdits ? $"; {nearest.Known} is." : ".";
    }

    /// <summary>How many letters must be changed, added or removed.</summary>
    private static int EditsBetween(string x, string y)
    {
        var row = Enumerable.Range(0, y.Length + 1).ToArray();
        for (var i = 1; i <= x.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= y.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (x[i - 1] == y[j - 1] ? 0 : 1)));
            }
        }

        return row[y.Length];
    }
}
