using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HospitalityMemory.Tests.DependencyInjection;

public sealed class HealthCheckTests
{
    [Fact]
    public async Task Both_stores_are_healthy_in_memory()
    {
        var report = await CheckAsync(_ => { });

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(
            ["hospitality_memory_profiles", "hospitality_memory_sessions"],
            report.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0L, report.Entries["hospitality_memory_sessions"].Data["sessions_count"]);
        Assert.All(report.Entries.Values, entry => Assert.Equal(["hospitality_memory", "ready"], entry.Tags.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_store_that_cannot_serve_is_unhealthy_with_its_cause()
    {
        var cause = new MemoryUnavailableException("The store is out of reach.");
        var sessions = new Mock<ISessionStore>();
        sessions.Setup(store => store.Name).Returns("fake");
        sessions.Setup(store => store.IsRemote).Returns(true);
        sessions.Setup(store => store.PingAsync(It.IsAny<CancellationToken>())).Throws(cause);
        var profiles = new Mock<IProfileStore>();
        profiles.Setup(store => store.Name).Returns("fake");
        profiles.Setup(store => store.IsRemote).Returns(true);
        profiles.Setup(store => store.PingAsync(It.IsAny<CancellationToken>())).Throws(cause);

        var report = await CheckAsync(builder => builder
            .UseSessionStore(_ => sessions.Object).UseProfileStore(_ => profiles.Object));

        Assert.All(report.Entries.Values, entry =>
        {
            Assert.Equal(HealthStatus.Unhealthy, entry.Status);
            Assert.Same(cause, entry.Exception);
        });
    }

    [Fact]
    public async Task Sessions_are_degraded_above_ninety_percent()
    {
        var sessions = new Mock<ISessionStore>();
        sessions.Setup(store => store.Name).Returns("fake");
        sessions.Setup(store => store.IsRemote).Returns(true);
        sessions.Setup(store => store.GetUsageAsync(It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new SessionStoreUsage(7, 95 * 1024 * 1024));

        var report = await CheckAsync(builder => builder.UseSessionStore(_ => sessions.Object));

        Assert.Equal(HealthStatus.Degraded, report.Entries["hospitality_memory_sessions"].Status);
        Assert.Equal(95.0, report.Entries["hospitality_memory_sessions"].Data["usage_percentage"]);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_unhealthy_when_the_time_of_the_check_is_up()
    {
        var clock = new FakeTimeProvider();
        var asked = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var sessions = new Mock<ISessionStore>();
        sessions.Setup(store => store.Name).Returns("silent");
        sessions.Setup(store => store.PingAsync(It.IsAny<CancellationToken>())).Returns(() => Silent(asked[0]));
        var profiles = new Mock<IProfileStore>();
        profiles.Setup(store => store.Name).Returns("silent");
        profiles.Setup(store => store.PingAsync(It.IsAny<CancellationToken>())).Returns(() => Silent(asked[1]));

        var checking = CheckAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.Configure<HospitalityMemoryOptions>(options => options.HealthTimeout = TimeSpan.FromSeconds(3));
            builder.UseSessionStore(_ => sessions.Object).UseProfileStore(_ => profiles.Object);
        });
        await Task.WhenAll(asked.Select(source => source.Task));
        clock.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.False(checking.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));
        var report = await checking;

        Assert.All(report.Entries.Values, entry =>
        {
            Assert.Equal(HealthStatus.Unhealthy, entry.Status);
            Assert.Contains("within 00:00:03 (HealthTimeout); its store is 'silent'", Assert.IsType<MemoryUnavailableException>(entry.Exception).Message);
        });

        static ValueTask Silent(TaskCompletionSource asked)
        {
            asked.SetResult();
            return new(new TaskCompletionSource().Task);
        }
    }

    private static async Task<HealthReport> CheckAsync(Action<IHospitalityMemoryBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        configure(services.AddHospitalityMemory());
        services.AddHealthChecks().AddHospitalityMemory().AddHospitalityMemory();
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    }
}
