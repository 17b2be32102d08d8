using System.Diagnostics;
using System.Diagnostics.Metrics;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HospitalityMemory.Tests.Diagnostics;

/// <summary>
/// What a host sees that listens. It sees every meter of the name in this process, and OpenTelemetry takes observed
/// instruments of one name for one, whose last value counts: memories of other tests must not live beside these.
/// </summary>
[Collection("Measures the process")]
public sealed class ObservabilityTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_meter_tells_of_sessions_and_bookings()
    {
        var exported = new List<Metric>();
        await using var provider = Provider();
        using var meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter(HospitalityMemoryTelemetry.MeterName).AddInMemoryExporter(exported).Build();
        var conversation = provider.GetRequiredService<IShortTermMemory>();

        await conversation.CreateSessionAsync("lives");
        await conversation.CreateSessionAsync("expires");
        _time.Advance(TimeSpan.FromMinutes(20));
        await conversation.GetSessionAsync("lives");
        _time.Advance(TimeSpan.FromMinutes(20));
        await conversation.GetSessionAsync("expires");
        await conversation.CleanupExpiredAsync();
        await provider.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync(
            "guest", new() { BookingId = "b", City = "Miami", CheckIn = new(2026, 1, 1) });
        meters.ForceFlush();

        // Earlier tests of this process may have left meters of the same name, hence "at least".
        Assert.True(Sum(exported, HospitalityMemoryTelemetry.SessionHits) >= 1);
        Assert.True(Sum(exported, HospitalityMemoryTelemetry.SessionMisses) >= 1);
        Assert.True(Sum(exported, HospitalityMemoryTelemetry.SessionsExpired) >= 1);
        Assert.True(Sum(exported, HospitalityMemoryTelemetry.BookingsLearned) >= 1);
        Assert.Contains(exported, metric => metric.Name == HospitalityMemoryTelemetry.SessionsLive);
        Assert.Contains(exported, metric => metric.Name == HospitalityMemoryTelemetry.SessionsSize);
        Assert.Contains(exported, metric => metric.Name == HospitalityMemoryTelemetry.StoreDuration);
    }

    [Fact]
    public async Task A_call_of_a_store_and_a_step_of_the_journey_are_activities()
    {
        var exported = new List<Activity>();
        using var tracer = Sdk.CreateTracerProviderBuilder()
            .AddSource(HospitalityMemoryTelemetry.ActivitySourceName).SetSampler<AlwaysOnSampler>()
            .AddInMemoryExporter(exported).Build();
        await using var provider = Provider();

        using (var parent = new Activity("test").Start())
        {
            await provider.GetRequiredService<IGuestMemory>().BeginSessionAsync("secret-session", "secret-guest");
            tracer.ForceFlush();
            var ours = exported.ToArray().Where(activity => activity.TraceId == parent.TraceId).ToList();
            Assert.Contains(ours, activity => activity.DisplayName.EndsWith("session.create", StringComparison.Ordinal));
            Assert.Contains(ours, activity => activity.DisplayName == "guest.begin_session");
            Assert.DoesNotContain(ours, activity => activity.TagObjects.Any(tag => tag.Value is string text && text.Contains("secret")));
        }
    }

    [Fact]
    public async Task A_failed_call_of_a_store_is_an_activity_with_an_error()
    {
        var exported = new List<Activity>();
        using var tracer = Sdk.CreateTracerProviderBuilder()
            .AddSource(HospitalityMemoryTelemetry.ActivitySourceName).SetSampler<AlwaysOnSampler>()
            .AddInMemoryExporter(exported).Build();
        var store = new Mock<ISessionStore>();
        store.Setup(mock => mock.Name).Returns("failing-store");
        store.Setup(mock => mock.PeekAsync(It.IsAny<string>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .Throws(new MemoryUnavailableException("The store is out of reach."));
        await using var provider = new ServiceCollection().AddHospitalityMemory()
            .UseSessionStore(_ => store.Object).Services.BuildServiceProvider();

        await Assert.ThrowsAsync<MemoryUnavailableException>(
            () => provider.GetRequiredService<IShortTermMemory>().PeekSessionAsync("session").AsTask());
        tracer.ForceFlush();

        var activity = Assert.Single(exported.ToArray(), activity => activity.DisplayName == "failing-store session.peek");
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal("error", activity.GetTagItem("outcome"));
    }

    [Fact]
    public async Task Every_instrument_counts_what_happened_and_no_more()
    {
        await using var provider = Provider();
        var meters = provider.GetRequiredService<IMeterFactory>();
        using var live = Collect(HospitalityMemoryTelemetry.SessionsLive);
        using var size = Collect(HospitalityMemoryTelemetry.SessionsSize);
        using var hits = Collect(HospitalityMemoryTelemetry.SessionHits);
        using var misses = Collect(HospitalityMemoryTelemetry.SessionMisses);
        using var expired = Collect(HospitalityMemoryTelemetry.SessionsExpired);
        using var learned = Collect(HospitalityMemoryTelemetry.BookingsLearned);
        using var duration = new MetricCollector<double>(
            meters, HospitalityMemoryTelemetry.MeterName, HospitalityMemoryTelemetry.StoreDuration);
        var conversation = provider.GetRequiredService<IShortTermMemory>();
        var guests = provider.GetRequiredService<ILongTermMemory>();
        var booking = new Booking { BookingId = "b", City = "Miami", CheckIn = new(2026, 1, 1) };

        await conversation.CreateSessionAsync("lives");
        await conversation.CreateSessionAsync("expires");
        _time.Advance(TimeSpan.FromMinutes(20));
        await conversation.GetSessionAsync("lives");
        _time.Advance(TimeSpan.FromMinutes(20));
        await conversation.GetSessionAsync("expires");
        await conversation.CleanupExpiredAsync();
        await guests.AddBookingToHistoryAsync("guest", booking);
        await guests.AddBookingToHistoryAsync("guest", booking);
        live.RecordObservableInstruments();
        size.RecordObservableInstruments();
        expired.RecordObservableInstruments();

        Assert.Equal(1, live.LastMeasurement!.Value);
        Assert.Equal((await conversation.GetMemoryUsageAsync()).SizeBytes, size.LastMeasurement!.Value);
        Assert.Equal(1, Sum(hits));
        Assert.Equal(1, Sum(misses));
        Assert.Equal(1, expired.LastMeasurement!.Value);
        Assert.Equal(1, Sum(learned));
        var calls = duration.GetMeasurementSnapshot();
        Assert.Contains(calls, call => "session.create".Equals(call.Tags["operation"]) && "ok".Equals(call.Tags["outcome"]));
        Assert.All(calls, call => Assert.Equal(["application", "operation", "outcome", "store"], call.Tags.Keys.Order(StringComparer.Ordinal)));

        MetricCollector<long> Collect(string name) => new(meters, HospitalityMemoryTelemetry.MeterName, name);

        static long Sum(MetricCollector<long> collector) =>
            collector.GetMeasurementSnapshot().Sum(measurement => measurement.Value);
    }

    [Fact]
    public async Task The_buckets_of_a_call_go_from_a_tenth_of_a_millisecond_to_ten_seconds()
    {
        var exported = new List<Metric>();
        await using var provider = Provider();
        using var meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter(HospitalityMemoryTelemetry.MeterName).AddInMemoryExporter(exported).Build();

        await provider.GetRequiredService<IShortTermMemory>().CreateSessionAsync("session");
        meters.ForceFlush();

        var bounds = new List<double>();
        foreach (ref readonly var point in exported.First(metric => metric.Name == HospitalityMemoryTelemetry.StoreDuration).GetMetricPoints())
        {
            bounds.Clear();
            foreach (var bucket in point.GetHistogramBuckets())
            {
                bounds.Add(bucket.ExplicitBound);
            }
        }

        Assert.Equal(
            [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, double.PositiveInfinity], bounds);
    }

    private static long Sum(List<Metric> exported, string name)
    {
        var sum = 0L;
        foreach (var metric in exported.Where(metric => metric.Name == name))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                sum += point.GetSumLong();
            }
        }

        return sum;
    }

    private ServiceProvider Provider()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddMetrics();
        services.AddHospitalityMemory();
        return services.BuildServiceProvider();
    }
}
