using System.Globalization;
using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.ConsoleSample.Import;
using HospitalityMemory.ConsoleSample.Journey;
using HospitalityMemory.ConsoleSample.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample;

/// <summary>Sets up the library as any service would, runs one command, and turns what goes wrong into words and an exit code.</summary>
internal static class SampleHost
{
    public static async Task<int> RunAsync(
        string[] args, IAnsiConsole output, IAnsiConsole errors, Action<IServiceCollection>? configureServices = null)
    {
        // The words are English, so the numbers and months are too.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        try
        {
            // The stores are chosen before the host is built. Help needs none, and creates no file.
            var arguments = new CommandArguments(args);
            var storage = CommandRouter.AsksForHelp(args) ? Storage.InMemory : Storage.Take(arguments);
            using var host = Build(output, storage, configureServices);

            // Checks the settings and starts the library's maintenance. Ctrl+C stops the host, which cancels the command.
            await host.StartAsync();
            try
            {
                var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
                return await host.Services.GetRequiredService<CommandRouter>().RunAsync(arguments.TakeRest(), stopping);
            }
            finally
            {
                await host.StopAsync();
            }
        }
        catch (UserErrorException exception)
        {
            errors.WriteText(exception.Message);
            return exception.ExitCode;
        }
        catch (OperationCanceledException)
        {
            errors.WriteText("Stopped.");
            return ExitCodes.Cancelled;
        }
        catch (OptionsValidationException exception)
        {
            errors.WriteText($"The settings are not right. {exception.Message}");
            return ExitCodes.Failure;
        }
        catch (ArgumentException exception) when (exception.ParamName is "userId")
        {
            // The one argument of the library that comes straight from the command line.
            errors.WriteText($"That is no guest's id. {Words.Of(exception)}");
            return ExitCodes.Usage;
        }
        catch (HospitalityMemoryException exception)
        {
            errors.WriteText(exception.Message);
            return ExitCodes.Failure;
        }
    }

    private static IHost Build(IAnsiConsole output, Storage storage, Action<IServiceCollection>? configureServices)
    {
        var builder = Host.CreateApplicationBuilder();

        // Standard output belongs to the report.
        builder.Logging.ClearProviders()
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        configureServices?.Invoke(builder.Services);

        // These two lines are all that the library needs; the second only for memory that outlives the process, and AddImport
        // only for what other systems have recorded. The
        // settings come from appsettings.json and the environment: try SESSION_TTL_MINUTES=5, or
        // HospitalityMemory__LongTerm__RequireConsent=true.
        var memory = builder.Services.AddHospitalityMemory(builder.Configuration).AddImport();
        storage.Register(memory);

        builder.Services
            .AddSingleton(output)
            .AddSingleton(storage)
            .AddSingleton<CommandRouter>()
            .AddSingleton<ICommand, JourneyCommand>()
            .AddSingleton<ICommand, ImportCommand>()
            .AddSingleton<ICommand, ProfileCommand>()
            .AddSingleton<ICommand, HistoryCommand>()
            .AddSingleton<ICommand, ExportCommand>()
            .AddSingleton<ICommand, EraseCommand>()
            .AddSingleton<ICommand, StatsCommand>()
            .AddSingleton<GuestJourney>()
            .AddSingleton<BookingImporter>()
            .AddSingleton<ImportPreview>()
            .AddSingleton<GuestReport>();
        return builder.Build();
    }
}
