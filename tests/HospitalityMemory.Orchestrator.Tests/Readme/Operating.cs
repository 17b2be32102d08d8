using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using HospitalityMemory.Orchestrator.Tests.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HospitalityMemory.Orchestrator.Tests.Readme;

/// <summary>The blocks of docs/operating.md.</summary>
public sealed class Operating
{
    [Fact]
    public async Task Set_up_as_documented_every_operation_of_a_request_is_exported()
    {
        var exported = new ConcurrentQueue<Activity>();

        await TurnAsync(exported, "traced-as-documented", static services =>
        {
            // snippet
            services.AddOpenTelemetry()
                .WithTracing(static tracing => tracing
                    .AddAspNetCoreInstrumentation()
                    .AddSource(HospitalityMemoryTelemetry.ActivitySourceName)
                    .AddOtlpExporter())
                .WithMetrics(static metrics => metrics
                    .AddMeter(HospitalityMemoryTelemetry.MeterName)
                    .AddOtlpExporter());
            // end of snippet
        });

        var requests = Ours(exported, "traced-as-documented")
            .Select(activity => activity.TraceId).Distinct()
            .Select(trace => exported.Single(activity => activity.TraceId == trace && activity.Kind is ActivityKind.Server));
        var request = Assert.Single(requests, request => request.GetTagItem("url.path") is "/api/chat");
        var operations = Ours(exported, "traced-as-documented")
            .Where(activity => activity.TraceId == request.TraceId).Select(activity => activity.DisplayName).ToList();
        string[] expected = ["session.peek", "session.replace", "session.append", "profile.get"];
        Assert.All(expected, operation => Assert.Contains($"sqlite {operation}", operations));
    }

    /// <summary>
    /// Without the host's instrumentation a request is an activity that is not recorded, by which OpenTelemetry's default sampler
    /// drops all that is in it. This is why the documented set-up has it.
    /// </summary>
    [Fact]
    public async Task Without_the_instrumentation_of_the_host_nothing_of_a_request_is_exported()
    {
        var exported = new ConcurrentQueue<Activity>();

        await TurnAsync(exported, "traced-by-halves", static services => services.AddOpenTelemetry()
            .WithTracing(static tracing => tracing.AddSource(HospitalityMemoryTelemetry.ActivitySourceName)));

        Assert.Empty(Ours(exported, "traced-by-halves"));
    }

    [Fact]
    public async Task The_probes_do_what_they_say()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddHospitalityMemory();
        var services = builder.Services;
        services.AddHealthChecks().AddHospitalityMemory().AddCheck("failing", static () => HealthCheckResult.Unhealthy(), ["ready"]);
        await using var app = builder.Build();

        // snippet
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = check => !check.Tags.Contains("ready") });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        // end of snippet

        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using var live = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
        using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (live.StatusCode, ready.StatusCode));
    }

    /// <summary>Those of the memory alone: tests that run meanwhile are heard too.</summary>
    private static IEnumerable<Activity> Ours(IEnumerable<Activity> exported, string application) => exported.Where(activity =>
        activity.Source.Name == HospitalityMemoryTelemetry.ActivitySourceName && application.Equals(activity.GetTagItem("application")));

    /// <summary>A guest signs in and says something.</summary>
    private static async Task TurnAsync(ConcurrentQueue<Activity> exported, string application, Action<IServiceCollection> observe)
    {
        await using var service = await RunningService.StartAsync(
            services =>
            {
                // A host logs, which is enough for it to make activities of its requests.
                services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(new Silent()));
                observe(services);
                services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(new QueueExporter(exported))));
            },
            $"--HospitalityMemory:Application={application}");
        using var guest = await service.GuestAsync("alice");
        await guest.SayAsync(null, "A villa in Miami for 2, please.");
    }

    private sealed class QueueExporter(ConcurrentQueue<Activity> exported) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch)
            {
                exported.Enqueue(activity);
            }

            return ExportResult.Success;
        }
    }

    private sealed class Silent : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Nobody reads it.
        }

        public void Dispose()
        {
            // There is nothing to free.
        }
    }
}
