using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace HospitalityMemory.Tests.Diagnostics;

/// <summary>What is exported of a request that is sampled: all of it, or nothing.</summary>
[Collection("Measures the process")]
public sealed class SamplingTests : IDisposable
{
    private readonly ActivitySource _requests = new("Requests");

    private readonly ConcurrentQueue<Activity> _exported = new();

    private readonly ConcurrentDictionary<string, int> _called = new();

    [Fact]
    public async Task Every_operation_of_a_sampled_request_is_exported_under_it()
    {
        using var tracer = Tracer(new ParentBasedSampler(new AlwaysOnSampler()));
        await using var provider = Provider();

        var request = await RequestAsync(provider);

        var ours = Exported(request);
        Assert.Equal(
            ["guest.begin_session", "guest.complete_booking", "guest.erase", "guest.export"],
            ours.Where(activity => activity.Kind is ActivityKind.Internal).Select(activity => activity.DisplayName).Order(StringComparer.Ordinal));
        var calls = ours.Where(activity => activity.Kind is ActivityKind.Client).ToList();
        Assert.Equal(_called.Sum(call => call.Value), calls.Count);
        Assert.All(calls, call => Assert.Equal("ok", call.GetTagItem("outcome")));

        // A call that a step of the journey makes is that step's, any other the request's own.
        Assert.All(ours, activity => Assert.True(
            ours.SingleOrDefault(other => other.SpanId == activity.ParentSpanId)?.DisplayName.StartsWith("guest.", StringComparison.Ordinal)
            ?? activity.ParentSpanId == request.SpanId));
    }

    [Fact]
    public async Task With_a_ratio_a_request_is_exported_whole_or_not_at_all()
    {
        using var tracer = Tracer(new ParentBasedSampler(new TraceIdRatioBasedSampler(0.5)));
        await using var provider = Provider();

        var isSampled = new HashSet<bool>();
        for (var i = 0; i < 40; i++)
        {
            _called.Clear();
            var request = await RequestAsync(provider, $"guest-{i}");
            isSampled.Add(request.Recorded);
            Assert.Equal(
                request.Recorded ? _called.Sum(call => call.Value) : 0,
                Exported(request).Count(activity => activity.Kind is ActivityKind.Client));
        }

        // By chance alone one of the two is missing once in 10^11 runs.
        Assert.Equal(2, isSampled.Count);
    }

    [Fact]
    public async Task A_request_that_nobody_samples_takes_all_that_is_in_it_along()
    {
        // What a host makes of a request without its instrumentation: an activity that is not recorded. By OpenTelemetry's
        // rule what has such a parent is not either, which is why the documented set-up names the host's source too.
        using var tracer = Tracer(new ParentBasedSampler(new AlwaysOnSampler()));
        await using var provider = Provider();
        using var request = new Activity("request").Start();

        await WorkAsync(provider, "guest");

        Assert.Empty(Exported(request));
    }

    public void Dispose() => _requests.Dispose();

    private async Task<Activity> RequestAsync(ServiceProvider provider, string guest = "guest")
    {
        using var request = _requests.StartActivity("request") ?? new Activity("unsampled").Start();
        await WorkAsync(provider, guest);
        return request;
    }

    private static async Task WorkAsync(ServiceProvider provider, string guest)
    {
        var memory = provider.GetRequiredService<IGuestMemory>();
        await memory.BeginSessionAsync($"of-{guest}", guest);
        await provider.GetRequiredService<IShortTermMemory>().AddMessageAsync($"of-{guest}", MessageRole.User, "A villa, please.");
        await memory.CompleteBookingAsync($"of-{guest}", guest, new() { BookingId = "b", City = "Miami", CheckIn = new(2026, 1, 1) });
        await memory.ExportGuestAsync(guest);
        await memory.EraseGuestAsync(guest);
    }

    private List<Activity> Exported(Activity request) =>
        [.. _exported.Where(activity => activity.TraceId == request.TraceId && activity.Source.Name == HospitalityMemoryTelemetry.ActivitySourceName)];

    private TracerProvider Tracer(Sampler sampler) => Sdk.CreateTracerProviderBuilder()
        .AddSource(_requests.Name, HospitalityMemoryTelemetry.ActivitySourceName)
        .SetSampler(sampler)
        .AddProcessor(new SimpleActivityExportProcessor(new QueueExporter(_exported)))
        .Build();

    private ServiceProvider Provider() => new ServiceCollection().AddHospitalityMemory()
        .UseSessionStore(_ => Counting.Of<ISessionStore>(new InMemorySessionStore(), _called))
        .UseProfileStore(_ => Counting.Of<IProfileStore>(new InMemoryProfileStore(), _called))
        .Services.BuildServiceProvider();

    /// <summary>Counts the calls of a store, by the names of its methods.</summary>
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy inherits from it.")]
    private class Counting : DispatchProxy
    {
        private object? _store;
        private ConcurrentDictionary<string, int>? _called;

        public static TStore Of<TStore>(TStore store, ConcurrentDictionary<string, int> called)
            where TStore : class
        {
            var proxy = Create<TStore, Counting>();
            var counting = (Counting)(object)proxy;
            (counting._store, counting._called) = (store, called);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (!targetMethod!.IsSpecialName)
            {
                _called!.AddOrUpdate(targetMethod.Name, 1, static (_, count) => count + 1);
            }

            return targetMethod.Invoke(_store, args);
        }
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
}
