using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>A file is removed or replaced while a host runs. Nothing is acknowledged that would be lost with it.</summary>
public sealed class MovedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Ways { get; } = ["removed", "renamed", "replaced by a copy", "replaced by nothing of the kind", "removed with its log"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Writes_and_health_fail_and_no_new_file_comes(string way)
    {
        await using var host = Build();
        var memory = host.GetRequiredService<ILongTermMemory>();
        var sessions = host.GetRequiredService<IShortTermMemory>();
        await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b1"));
        await sessions.CreateSessionAsync("s1", "guest");
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
        if (OperatingSystem.IsWindows())
        {
            Assert.Throws<IOException>(() => File.Move(_folder.File(), _folder.File("elsewhere.db")));
            return;
        }

        Move(way);

        for (var round = 0; round < 2; round++)
        {
            await FailsAsync(async () => await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b2")));
            await FailsAsync(async () => await sessions.AddMessageAsync("s1", MessageRole.User, "lost"));
            await FailsAsync(async () => await host.GetRequiredService<IProfileStore>().PingAsync(CancellationToken.None));
            Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(host));
        }

        Assert.Equal(way.StartsWith("replaced", StringComparison.Ordinal), File.Exists(_folder.File()));
    }

    [Fact]
    public async Task A_file_that_is_put_back_serves_again()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var host = Build();
        var memory = host.GetRequiredService<ILongTermMemory>();
        await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b1"));
        File.Move(_folder.File(), _folder.File("elsewhere.db"));
        await FailsAsync(async () => await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b2")));
        File.Move(_folder.File("elsewhere.db"), _folder.File());

        await memory.AddBookingToHistoryAsync("guest", ProfileSamples.Booking("b3"));

        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
        Assert.Equal(["b3", "b1"], (await memory.GetUserProfileAsync("guest"))!.BookingHistory.Select(booking => booking.BookingId));
    }

    private static async Task FailsAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(call);
        Assert.Contains("was removed, renamed or replaced under the running host", error.Message, StringComparison.Ordinal);
    }

    private static async Task<HealthStatus> HealthAsync(ServiceProvider host) =>
        (await host.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    private void Move(string way)
    {
        var file = _folder.File();
        switch (way)
        {
            case "removed":
                File.Delete(file);
                break;
            case "removed with its log":
                Array.ForEach(Directory.GetFiles(_folder.Path), File.Delete);
                break;
            case "replaced by a copy":
                File.Copy(file, _folder.File("copy.db"));
                File.Move(_folder.File("copy.db"), file, overwrite: true);
                break;
            case "replaced by nothing of the kind":
                File.Delete(file);
                File.WriteAllText(file, "no database");
                break;
            default:
                File.Move(file, _folder.File("elsewhere.db"));
                break;
        }
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthChecks().AddHospitalityMemory();
        services.AddHospitalityMemory(options => options.ShortTerm.Timeout = options.LongTerm.Timeout = options.HealthTimeout = TimeSpan.FromMinutes(1))
            .UseSqliteProfiles(_folder.ConnectionString()).UseSqliteSessions(_folder.ConnectionString());
        return services.BuildServiceProvider();
    }
}
