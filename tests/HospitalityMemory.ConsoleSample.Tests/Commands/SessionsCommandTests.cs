using System.Text.Json;
using HospitalityMemory.ConsoleSample.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.ConsoleSample.Tests.Commands;

public sealed class SessionsCommandTests : IDisposable
{
    private readonly TemporaryDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task The_sessions_of_a_guest_are_listed_with_what_is_known_open_and_missing()
    {
        await AddSessionsAsync();

        var run = await RunAsync("sessions", "ben");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("Open sessions of ben", run.Output);
        Assert.Contains("1 session", run.Output);
        Assert.Contains("s-1", run.Output);
        Assert.DoesNotContain("s-2", run.Output);
        var words = run.Unwrapped;
        Assert.All(["in 30 min", "number_of_nights 3", "does not matter: budget", "missing:"], expected => Assert.Contains(expected, words));
        run.AssertReadable();
    }

    [Fact]
    public async Task Without_a_guest_all_are_listed_and_anonymous_ones_too()
    {
        await AddSessionsAsync();

        var run = await RunAsync("sessions");

        Assert.Contains("2 sessions", run.Output);
        Assert.Matches("s-2 +anonymous .*none yet", run.Output);
        run.AssertReadable();
    }

    [Fact]
    public async Task More_than_asked_for_are_told_of()
    {
        await AddSessionsAsync();

        var run = await RunAsync("sessions", "--max", "1");
        var json = await RunAsync("sessions", "--max", "1", "--json");

        Assert.Contains("1 session, and there are more: --max COUNT lists them.", run.Output);
        using var document = JsonDocument.Parse(json.Output);
        Assert.True(document.RootElement.GetProperty("has_more").GetBoolean());
        Assert.Single(document.RootElement.GetProperty("sessions").EnumerateArray());
    }

    [Fact]
    public async Task As_JSON_they_are_in_the_documented_form()
    {
        await AddSessionsAsync();

        var run = await RunAsync("sessions", "ben", "--json");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        using var document = JsonDocument.Parse(run.Output);
        var session = Assert.Single(document.RootElement.GetProperty("sessions").EnumerateArray());
        Assert.Equal("s-1", session.GetProperty("session_id").GetString());
        Assert.Equal("Zürich", session.GetProperty("slots").GetProperty("city").GetString());
        Assert.Contains("Zürich", run.Output);
        Assert.False(document.RootElement.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task Of_a_guest_without_sessions_none_are_listed_which_is_no_error()
    {
        var run = await RunAsync("sessions", "nobody");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("0 sessions", run.Output);
    }

    private async Task AddSessionsAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_database.Path)!);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider(SampleRun.Now));
        services.AddHospitalityMemory().UseSqliteSessions($"Data Source={_database.Path}");
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<IShortTermMemory>();
        await memory.CreateSessionAsync("s-1", "ben");
        await memory.UpdateSlotsAsync("s-1", new() { City = "Zürich", NumberOfNights = 3, Open = OpenSlots.Budget });
        await memory.CreateSessionAsync("s-2");
    }

    private Task<SampleRun> RunAsync(params string[] args) => SampleRun.OfAsync([.. args, .. _database.Option]);
}
