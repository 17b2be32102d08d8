using System.Text.Json;
using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Tests.Commands;

/// <summary><c>--json</c> of the commands that have no tests elsewhere.</summary>
public sealed class JsonOutputTests : IDisposable
{
    private readonly TemporaryDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task The_profile_has_its_documented_form_beside_the_prompt_and_the_analytics()
    {
        await RunAsync();

        var run = await RunAsync("profile", "ana", "--json");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        using var document = JsonDocument.Parse(run.Output);
        var profile = UserProfile.FromJson(document.RootElement.GetProperty("profile").GetRawText());
        Assert.Equal(("ana", "Lisbon"), (profile.UserId, profile.Preferences.PreferredCities[0]));
        Assert.Contains("guest: returning, 4 stays", document.RootElement.GetProperty("prompt").GetString());
        Assert.Equal(4, document.RootElement.GetProperty("analytics").GetProperty("stay_count").GetInt32());
    }

    [Fact]
    public async Task The_history_is_a_list_of_bookings()
    {
        await RunAsync();

        var run = await RunAsync("history", "ana", "--json");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(
            ["booking-1005", "booking-1004", "booking-1003", "booking-1002", "booking-1001"],
            document.RootElement.EnumerateArray().Select(booking => booking.GetProperty("booking_id").GetString()));
    }

    [Fact]
    public async Task The_stats_name_the_stores_and_count_the_sessions()
    {
        await RunAsync();

        var run = await RunAsync("stats", "--json");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal("sqlite", document.RootElement.GetProperty("profiles").GetProperty("store").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("sessions").GetProperty("count").GetInt64());
        var file = Assert.Single(document.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal(_database.Path, file.GetProperty("path").GetString());
        Assert.True(file.GetProperty("size_bytes").GetInt64() > 0);
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("history")]
    [InlineData("why")]
    public async Task An_error_leaves_standard_output_empty(string command)
    {
        var run = await RunAsync(command, "nobody", "--json");

        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("There is no guest \"nobody\"", run.UnwrappedErrors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_goes_to_standard_error()
    {
        // Sessions are never read from Firestore, so no server is needed.
        var run = await SampleRun.OfAsync("sessions", "--json", "--store", "firestore:shop?emulator=127.0.0.1:1");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.StartsWith("firestore:shop does not keep sessions:", run.UnwrappedErrors, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(run.Output);
        Assert.Empty(document.RootElement.GetProperty("sessions").EnumerateArray());
    }

    private Task<SampleRun> RunAsync(params string[] args) => SampleRun.OfAsync([.. args, .. _database.Option]);
}
