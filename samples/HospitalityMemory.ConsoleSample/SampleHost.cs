using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.ConsoleSample.Drawing;
using HospitalityMemory.ConsoleSample.Import;
using HospitalityMemory.ConsoleSample.Journey;
using HospitalityMemory.ConsoleSample.Reports;
using HospitalityMemory.ConsoleSample.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample;

/// <summary>Sets up the library as any service would, runs one command, and turns errors into words and an exit code.</summary>
/// <param name="output">Gets what the user asked for.</param>
/// <param name="errors">Gets everything else, such as errors.</param>
/// <param name="configureServices">A test's services; null for none.</param>
internal sealed class SampleHost(IAnsiConsole output, IAnsiConsole errors, Action<IServiceCollection>? configureServices)
{
    private const string CallLimit = "00:00:30";

    public IAnsiConsole Output => output;

    public IAnsiConsole Errors => errors;

    public async Task<int> RunAsync<TCommand, TSettings>(TSettings settings, CancellationToken cancellationToken)
        where TCommand : class, ISampleCommand<TSettings>
        where TSettings : StoreSettings
    {
        try
        {
            var stores = ChosenStores.Of(settings);
            using var recording = Recording.Begin(settings, output);
            using var host = Build(recording.Console, stores);
            if (stores.Note is { } note)
            {
                errors.WriteText(note);
            }

            // This checks the settings and starts the library's maintenance. Ctrl+C stops the host, which cancels the command.
            await host.StartAsync(cancellationToken);
            try
            {
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
                    cancellationToken, host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
                await ActivatorUtilities.CreateInstance<TCommand>(host.Services).RunAsync(settings, stopping.Token);
            }
            finally
            {
                await host.StopAsync(CancellationToken.None);
            }

            recording.End();
            return ExitCodes.Success;
        }
        catch (UserErrorException exception) when (exception.ExitCode is not ExitCodes.Usage)
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
            // The guest's id is the only argument of the library that comes straight from the command line.
            throw UserErrorException.Usage($"That is no guest's id. {Words.Of(exception)}");
        }
        catch (HospitalityMemoryException exception)
        {
            errors.WriteText(exception.Message);
            return ExitCodes.Failure;
        }
    }

    private IHost Build(IAnsiConsole console, ChosenStores stores)
    {
        var builder = Host.CreateApplicationBuilder();

        // Before all others, so that any of them can say otherwise. A call of a conversation ends after 2 seconds; a new process at a
        // shell has its first connections to make within the same time, and somebody who waits for it.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["HospitalityMemory:LongTerm:Timeout"] = CallLimit,
                ["HospitalityMemory:ShortTerm:Timeout"] = CallLimit,
            },
        });

        // Standard output belongs to the report.
        builder.Logging.ClearProviders()
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        configureServices?.Invoke(builder.Services);

        // These two lines are all that the library needs. The second is only for memory that outlives the process, and AddImport only for
        // what other systems have recorded. The settings come from appsettings.json and the environment: try SESSION_TTL_MINUTES=5, or
        // HospitalityMemory__LongTerm__RequireConsent=true.
        var memory = builder.Services.AddHospitalityMemory(builder.Configuration).AddImport();
        stores.Register(memory);

        builder.Services
            .AddSingleton(console)
            .AddSingleton(stores)
            .AddSingleton<GuestJourney>()
            .AddSingleton<BookingImporter>()
            .AddSingleton<ImportPreview>()
            .AddSingleton<GuestReport>()
            .AddSingleton<GuestEvidence>();
        return builder.Build();
    }
}
