using System.Text.Json;
using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Tests.Commands;

public sealed class GuestCommandsTests : IDisposable
{
    private const string Stays =
        "stay_id,user_id,check_in,check_out,city,price,currency,property_type,amenities\n"
        + "1,ben,2024-05-01,,Graz,80,EUR,hotel,wifi\n"
        + "2,cleo,2024-06-10,2024-06-13,Vienna,100,EUR,apartment,wifi;kitchen\n"
        + "4,cleo,2025-12-30,,[bold]Salzburg[/],140,EUR,hotel,wifi\n"
        + "3,cleo,2025-06-20,2025-06-22,Vienna,120,EUR,apartment,wifi;balcony\n";

    private readonly TemporaryDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_later_run_shows_the_profile_of_an_imported_guest()
    {
        var imported = await ImportAsync("--user", "cleo");

        var run = await RunAsync("profile", "cleo");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("3 stays, from 2024-06-10 to 2025-12-30. Average length: 2.5 nights", run.Unwrapped);
        Assert.Contains("Personalization context", run.Output);
        Assert.Contains("Loyalty to properties", run.Output);
        Assert.EndsWith(run.Unwrapped, imported.Unwrapped, StringComparison.Ordinal);
        run.AssertReadable();
    }

    [Fact]
    public async Task The_history_lists_the_bookings_newest_first()
    {
        await ImportAsync();

        var run = await RunAsync("history", "cleo");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("3 bookings", run.Output);
        Assert.Contains("[bold]Salzburg[/]", run.Output);
        Assert.Equal(
            ["2025-12-30", "2025-06-20", "2024-06-10"],
            run.Lines.Where(line => line.StartsWith("20", StringComparison.Ordinal)).Select(line => line[..10]));
        run.AssertReadable();
    }

    [Fact]
    public async Task The_history_shows_some_of_the_dozens_of_amenities_that_a_property_has()
    {
        using var file = TemporaryFile.Of(
            "stay_id,user_id,check_in,city,amenities\n1,dan,2024-05-01,Graz,a1;a2;a3;a4;a5;a6\n2,dan,2024-05-02,Graz,b1;b2;b3;b4\n");
        await RunAsync("import", file.Path);

        var run = await RunAsync("history", "dan");

        Assert.EndsWith("a1, a2, a3, a4 and 2 more", run.Unwrapped, StringComparison.Ordinal);
        Assert.Contains("b1, b2, b3, b4 2024-05-01", run.Unwrapped);
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("history")]
    [InlineData("export")]
    [InlineData("erase")]
    public async Task An_id_that_no_guest_can_have_is_refused_in_words(string command)
    {
        foreach (var id in (string[])["a\nb", new('x', 257)])
        {
            var run = await RunAsync(command, id);
            var errors = string.Join(' ', run.Errors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

            Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
            Assert.StartsWith("That is no guest's id. An id has 1 to 256 characters", errors, StringComparison.Ordinal);
            Assert.DoesNotContain("Parameter", errors);
        }
    }

    [Fact]
    public async Task The_export_is_one_JSON_document_and_nothing_else()
    {
        await ImportAsync();

        var run = await RunAsync("export", "cleo");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        Assert.Contains("[bold]Salzburg[/]", run.Output);
        Assert.DoesNotContain("Graz", run.Output);
    }

    [Fact]
    public async Task A_guest_who_is_erased_is_unknown_and_others_stay()
    {
        await ImportAsync();

        var receipt = await RunAsync("erase", "cleo");

        Assert.Equal((ExitCodes.Success, ""), (receipt.ExitCode, receipt.Errors));
        Assert.Contains("Receipt of the erasure of cleo", receipt.Output);
        Assert.Contains("erased: 1 profile, 3 bookings, 0 sessions", receipt.Unwrapped);
        Assert.Contains("nothing is left", receipt.Output);
        receipt.AssertReadable();
        await AssertUnknownAsync("profile", "cleo");
        Assert.Equal(ExitCodes.Success, (await RunAsync("profile", "ben")).ExitCode);
    }

    [Theory]
    [InlineData("profile")]
    [InlineData("history")]
    [InlineData("export")]
    public Task A_stranger_is_an_error(string command) => AssertUnknownAsync(command, "nobody");

    [Fact]
    public async Task To_erase_a_stranger_is_no_error()
    {
        var run = await RunAsync("erase", "nobody");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("erased: 0 profiles, 0 bookings, 0 sessions", run.Unwrapped);
    }

    [Fact]
    public async Task The_stats_name_the_file_and_count_the_sessions_of_earlier_runs()
    {
        await RunAsync();

        var run = await RunAsync("stats");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("profiles: sqlite, serving sessions: sqlite, serving", run.Unwrapped);
        Assert.Contains(Path.GetFileName(_database.Path), run.Output);
        Assert.Contains("sessions: 2 size: ", run.Unwrapped);
        run.AssertReadable();
    }

    [Fact]
    public async Task Without_a_file_the_stats_name_none()
    {
        var run = await SampleRun.OfAsync("stats", "--memory");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.DoesNotContain("file:", run.Output);
        Assert.Contains("sessions: 0", run.Unwrapped);
    }

    [Fact]
    public async Task An_import_that_is_repeated_records_nothing_twice()
    {
        await ImportAsync();
        await ImportAsync();

        Assert.Contains("3 bookings", (await RunAsync("history", "cleo")).Output);
    }

    private async Task AssertUnknownAsync(string command, string userId)
    {
        var run = await RunAsync(command, userId);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.StartsWith($"There is no guest \"{userId}\" in this store.", run.UnwrappedErrors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private async Task<SampleRun> ImportAsync(params string[] options)
    {
        using var file = TemporaryFile.Of(Stays);
        return await RunAsync(["import", file.Path, .. options]);
    }

    private Task<SampleRun> RunAsync(params string[] args) => SampleRun.OfAsync([.. args, .. _database.Option]);
}
