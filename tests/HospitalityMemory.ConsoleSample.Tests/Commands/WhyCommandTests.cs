using System.Text.Json;
using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Tests.Commands;

public sealed class WhyCommandTests : IDisposable
{
    private const string Stays =
        "stay_id,user_id,check_in,check_out,city,country,price,currency,property_type,amenities,guest_rating,status\n"
        + "1,cleo,2024-06-10,2024-06-13,Vienna,AT,100,EUR,apartment,Wi-Fi;kitchen,4,\n"
        + "2,cleo,2025-06-20,2025-06-22,VIENNA,AT,120,EUR,Apartment,wifi,,\n"
        + "3,cleo,2025-12-30,,Salzburg,AT,90,USD,hotel,sauna,,\n"
        + "4,cleo,2025-11-01,,Vienna,AT,900,EUR,castle,wifi,,cancelled\n"
        + "5,cleo,2026-07-01,,Vienna,AT,110,EUR,apartment,wifi,,\n"
        + "6,dora,2025-01-01,,Birmingham,GB,,,,,,\n"
        + "7,dora,2025-02-01,,Birmingham,US,,,,,,\n"
        + "8,dora,2025-03-01,,Birmingham,GB,,,,,,\n"
        + "9,dora,2025-04-01,,Birmingham,,,,,,,\n";

    private readonly TemporaryDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Each_preference_is_told_with_the_bookings_that_teach_it()
    {
        await ImportAsync(Stays);

        var run = await RunAsync("why", "cleo");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains(
            "city Vienna: 2 stays, 1 booking to come; score 0.75, confidence 0.60 "
            + "2026-07-01 Vienna 110 EUR to come 5 2025-06-20 VIENNA 120 EUR not rated 2 2024-06-10 Vienna 100 EUR rated 4 1 city Salzburg",
            run.Unwrapped);
        Assert.Contains("type apartment: 2 stays, 1 booking to come", run.Unwrapped);
        Assert.DoesNotContain("900", run.Output);
        Assert.DoesNotContain("The learner counts", run.Output);
        run.AssertReadable();
    }

    [Theory]
    [InlineData("wi fi", "amenity wifi: 2 stays, 1 booking to come")]
    [InlineData("vienna", "city Vienna: 2 stays, 1 booking to come")]
    [InlineData("HOTEL", "type hotel: 1 stay, last 2025-12-30")]
    [InlineData("price", "price 105 to 115 EUR: 2 stays, 1 booking to come")]
    public async Task One_preference_can_be_asked_for_by_any_spelling(string name, string expected)
    {
        await ImportAsync(Stays);

        var run = await RunAsync("why", "cleo", name);

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains(expected, run.Unwrapped);
        Assert.DoesNotContain("sauna", run.Output);
    }

    [Fact]
    public async Task Two_cities_of_one_name_have_their_own_bookings()
    {
        await ImportAsync(Stays);

        var run = await RunAsync("why", "dora");

        Assert.Contains(
            "city Birmingham (GB): 2 stays, last 2025-03-01; score 0.50, confidence 0.50 2025-03-01 Birmingham - not rated 8 2025-01-01 Birmingham - not rated 6 "
            + "city Birmingham: 1 stay, last 2025-04-01; score 0.25, confidence 0.33 2025-04-01 Birmingham - not rated 9 "
            + "city Birmingham (US): 1 stay, last 2025-02-01; score 0.25, confidence 0.33 2025-02-01 Birmingham - not rated 7",
            run.Unwrapped);
        Assert.DoesNotContain("The learner counts", run.Output);
    }

    [Fact]
    public async Task A_preference_that_the_guest_does_not_have_is_an_error_that_names_those_that_are()
    {
        await ImportAsync(Stays);

        var run = await RunAsync("why", "cleo", "pool");

        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("\"pool\" is no preference of \"cleo\". Known are Vienna, Salzburg, ", run.UnwrappedErrors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_an_error() => Assert.StartsWith("There is no guest \"nobody\"", (await RunAsync("why", "nobody")).UnwrappedErrors, StringComparison.Ordinal);

    [Fact]
    public async Task The_latest_five_are_shown_unless_all_are_asked_for()
    {
        await ImportAsync("stay_id,user_id,check_in,city\n" + string.Concat(Enumerable.Range(1, 7).Select(day => $"b-{day},eve,2025-01-0{day},Graz\n")));

        var some = await RunAsync("why", "eve");
        var all = await RunAsync("why", "eve", "--all");

        Assert.Contains("b-3", some.Output);
        Assert.DoesNotContain("b-2", some.Output);
        Assert.Contains("and 2 more; --all shows them.", some.Output);
        Assert.Contains("b-1", all.Output);
        Assert.DoesNotContain("more", all.Output);
    }

    [Fact]
    public async Task As_JSON_there_are_all_of_them_whole_and_nothing_else()
    {
        await ImportAsync(Stays);

        var run = await RunAsync("why", "cleo", "wifi", "--json");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal("cleo", document.RootElement.GetProperty("user_id").GetString());
        var preference = Assert.Single(document.RootElement.GetProperty("preferences").EnumerateArray());
        Assert.Equal(("amenity", "wifi", "bookings"), (Text(preference, "kind"), Text(preference, "value"), Text(preference, "source")));
        Assert.Equal(
            [("5", true), ("2", false), ("1", false)],
            preference.GetProperty("taught_by").EnumerateArray().Select(one => (Text(one.GetProperty("booking"), "booking_id"), one.GetProperty("is_to_come").GetBoolean())));
    }

    [Fact]
    public async Task What_the_guest_said_is_told_as_such()
    {
        await RunAsync();

        var run = await RunAsync("why", "ana", "smoking room");

        Assert.Contains("wish no smoking room: the guest said so; score 1.00, confidence 1.00", run.Unwrapped);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private async Task ImportAsync(string content)
    {
        using var file = TemporaryFile.Of(content);
        await RunAsync("import", file.Path);
    }

    private Task<SampleRun> RunAsync(params string[] args) => SampleRun.OfAsync([.. args, .. _database.Option]);
}
