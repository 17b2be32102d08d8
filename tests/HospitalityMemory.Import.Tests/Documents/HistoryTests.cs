namespace HospitalityMemory.Import.Tests.Documents;

/// <summary>The bookings within a guest's record, and their ids.</summary>
public sealed class HistoryTests
{
    private const string Rome = """ "city":"Rome","check_in":"2025-03-15" """;

    [Fact]
    public async Task The_names_of_bookings_are_their_ids_unless_they_have_their_own()
    {
        await using var provider = RecordCases.Provider();

        var outcome = Assert.Single(await provider.ProfilesAsync(
            $$"""{"user_id":"u","booking_history":{"BK-1":{ {{Rome}} },"BK-2":{ {{Rome}} },"BK-3":{"id":"own",{{Rome}} },"BK-4":{"booking_id":null,{{Rome}} } } }"""));

        Assert.Equal(("", 4), (outcome.Told(), outcome.Items));
        Assert.Equal(["BK-1", "BK-2", "BK-4", "own"], (await provider.HistoryAsync("u")).Select(booking => booking.BookingId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Bookings_of_one_place_and_day_are_several_if_they_differ_and_stay_so_when_imported_again()
    {
        await using var provider = RecordCases.Provider();
        var json = $$"""{"user_id":"u","booking_history":[{ {{Rome}},"price":100},{ {{Rome}},"price":200},{ "price":100.0, {{Rome}} },{"booking_id":null,{{Rome}},"price":100,"note":"x"}]}""";

        var first = Assert.Single(await provider.ProfilesAsync(json));
        var second = Assert.Single(await provider.ProfilesAsync(json));

        Assert.Equal((ImportOutcomeKind.Added, 3, ImportOutcomeKind.Unchanged, 3), (first.Kind, first.Items, second.Kind, second.Items));
        var history = (await provider.HistoryAsync("u")).OrderBy(booking => booking.BookingId, StringComparer.Ordinal).ToList();
        var derived = GuestHash.BookingId("u", "Rome", new(2025, 3, 15));
        Assert.Equal([derived, $"{derived}-2", $"{derived}-3"], history.Select(booking => booking.BookingId));
        Assert.Equal([100m, 200m, 100m], history.Select(booking => booking.PricePerNight!.Value));
    }

    [Fact]
    public async Task Only_what_is_recorded_counts()
    {
        await using var provider = RecordCases.Provider();
        var refused = $$"""{"id":"c",{{Rome}},"schema_version":99}""";

        var outcome = Assert.Single(await provider.ProfilesAsync(
            $$"""{"user_id":"u","booking_history":[{"id":"a",{{Rome}} },{"id":"a",{{Rome}},"price":9},{"id":"b","city":"Rome"},{{refused}}]}"""));

        Assert.Equal((await provider.HistoryAsync("u")).Count, outcome.Items);
        Assert.Equal("$.booking_history[2] has no check_in", outcome.Told());
    }

    [Fact]
    public async Task Of_two_names_of_a_field_the_one_that_says_something_counts()
    {
        await using var provider = RecordCases.Provider();

        await provider.ProfilesAsync("""{"user_id":"u","booking_history":[{"booking_id":null,"id":"b","city":null,"destination":"Rome","check_in":"2025-03-15"}]}""");

        var booking = Assert.Single(await provider.HistoryAsync("u"));
        Assert.Equal(("b", "Rome"), (booking.BookingId, booking.City));
    }

    [Fact]
    public async Task A_booking_with_too_many_names_costs_only_itself()
    {
        await using var provider = RecordCases.Provider();
        var wide = string.Join(',', Enumerable.Range(0, 1_100).Select(name => $"\"n{name}\":{name}"));

        var outcomes = await provider.ProfilesAsync($$"""[{"user_id":"u","booking_history":[{ {{Rome}},{{wide}} },{ {{Rome}} }]},{"user_id":"v"}]""");

        Assert.Equal(["u", "v"], outcomes.Select(outcome => outcome.Id));
        Assert.StartsWith("$.booking_history[0]: it has more than 1,000 names", outcomes[0].Told(), StringComparison.Ordinal);
        Assert.Single(await provider.HistoryAsync("u"));
        Assert.Equal(1, (await provider.ProfileAsync("u")).AdditionalFields.Json("unread_bookings").GetArrayLength());
    }
}
