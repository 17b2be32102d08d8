using System.Globalization;
using HospitalityMemory.ConsoleSample.Commands;
using Spectre.Console.Cli;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>Parses a command line, runs its command, and reports what is wrong with it.</summary>
internal static class SampleCommandLine
{
    private const string ProgramName = "HospitalityMemory.ConsoleSample";

    private static string Version => typeof(SampleCommandLine).Assembly.GetName().Version!.ToString(fieldCount: 3);

    public static async Task<int> RunAsync(string[] args, SampleHost host)
    {
        // The texts are English, and therefore the numbers and months are too.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

        var line = CommandLineReader.Of(args);
        try
        {
            if (line.AsksForVersion)
            {
                host.Output.WriteText(Version);
                return ExitCodes.Success;
            }

            var app = new CommandApp();
            app.SetDefaultCommand<CommandOf<JourneyCommand, JourneySettings>>();
            app.Configure(config => Configure(config, host));
            return await app.RunAsync(line.ToArguments());
        }
        catch (Exception exception) when (exception is CommandAppException or UserErrorException)
        {
            host.Errors.WriteText(exception.Message);
            host.Errors.WriteText($"Try {ProgramName} {(line.Command is { } command ? $"{command.Name} " : "")}--help");
            return ExitCodes.Usage;
        }
    }

    private static void Configure(IConfigurator config, SampleHost host)
    {
        config.SetApplicationName(ProgramName)
            .SetApplicationVersion(Version)
            .ConfigureConsole(host.Output)
            .UseStrictParsing()
            .PropagateExceptions()
            .TrimTrailingPeriods(false)
            .SetHelpProvider(new HelpWithFooter(config.Settings));
        config.Settings.Registrar.RegisterInstance(host);
        config.AddExample("journey", "--store", "memory");
        config.AddExample("why", "ana", "wifi");
        config.AddExample("profile", "ana", "--json");
        foreach (var command in CommandTable.All)
        {
            command.AddTo(config);
        }
    }
}
