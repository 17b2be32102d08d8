using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Finds the command that the first argument names, and prints the help.</summary>
internal sealed class CommandRouter(IEnumerable<ICommand> commands, IAnsiConsole console)
{
    private const string ProgramName = "HospitalityMemory.ConsoleSample";

    private const string FileHint = "HospitalityMemory/hospitality-memory.db of the user's local application data";

    private readonly List<ICommand> _commands = [.. commands];

    public static bool AsksForHelp(string[] args) =>
        args.Any(argument => argument is "--help" or "-h" or "-?") || args is ["help", ..];

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (AsksForHelp(args))
        {
            ShowHelp();
            return ExitCodes.Success;
        }

        var name = args is [var first, ..] ? first : JourneyCommand.CommandName;
        var command = _commands.Find(command => command.Name == name)
            ?? throw UserErrorException.Usage(
                $"\"{name}\" is no command; the commands are {string.Join(", ", _commands.Select(command => command.Name))}.");
        await command.RunAsync(new CommandArguments([.. args.Skip(1)]), cancellationToken);
        return ExitCodes.Success;
    }

    private void ShowHelp()
    {
        console.WriteText("Shows what HospitalityMemory does for the agents of a booking platform.");
        console.WriteLine();
        console.WriteText($"Usage: {ProgramName} [COMMAND] {Storage.Syntax}");
        foreach (var command in _commands)
        {
            console.WriteLine();
            console.WriteText($"  {command.Name} {command.Syntax}".TrimEnd(), new Style(decoration: Decoration.Bold));
            console.Write(new Padder(new Text(command.Description), new Padding(6, 0, 0, 0)));
        }

        console.WriteLine();
        console.WriteText($"What it is told stays in the SQLite file {FileHint}, or in FILE; with --memory it is gone at the end of the run.");
        console.WriteLine();
        console.WriteText($"Without a command: {JourneyCommand.CommandName}. From the sources:");
        console.WriteText("  dotnet run --project samples/HospitalityMemory.ConsoleSample -- COMMAND");
    }
}
