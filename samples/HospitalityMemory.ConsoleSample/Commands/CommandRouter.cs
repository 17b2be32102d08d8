using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Finds the command that the first argument names, and prints the help.</summary>
internal sealed class CommandRouter(IEnumerable<ICommand> commands, IAnsiConsole console)
{
    private const string ProgramName = "HospitalityMemory.ConsoleSample";

    private readonly List<ICommand> _commands = [.. commands];

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Any(argument => argument is "--help" or "-h" or "-?") || args is ["help", ..])
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
        console.WriteText($"Usage: {ProgramName} [COMMAND]");
        foreach (var command in _commands)
        {
            console.WriteLine();
            console.WriteText($"  {command.Name} {command.Syntax}".TrimEnd(), new Style(decoration: Decoration.Bold));
            console.Write(new Padder(new Text(command.Description), new Padding(6, 0, 0, 0)));
        }

        console.WriteLine();
        console.WriteText($"Without a command: {JourneyCommand.CommandName}. From the sources:");
        console.WriteText("  dotnet run --project samples/HospitalityMemory.ConsoleSample -- COMMAND");
    }
}
