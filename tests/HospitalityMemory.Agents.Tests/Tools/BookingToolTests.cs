using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Tools;

public sealed class BookingToolTests
{
    private static readonly GuestConversation Anna = GuestMemoryHost.Conversation;

    [Fact]
    public async Task Slots_fill_what_the_model_leaves_out()
    {
        await using var host = new GuestMemoryHost();
        await host.SlotsAsync(Anna, new() { City = "Porto", CheckInDate = new(2026, 5, 1), CheckOutDate = new(2026, 5, 4), NumberOfGuests = 2, Budget = 500 });

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking).CallAsync("""{"property_id":"p1","price_per_night":120,"currency":"eur","amenities":"pool, garden"}""");

        Assert.True(answer.IsSuccess(), answer.GetRawText());
        var booking = Assert.Single(await BookingsAsync(host));
        Assert.Equal(
            ("Porto", new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 4), 2, "p1", 120m, "EUR"),
            (booking.City, booking.CheckIn, booking.CheckOut, booking.Guests, booking.PropertyId, booking.PricePerNight, booking.Currency));
        Assert.Equal(["pool", "garden"], booking.Amenities);
        Assert.Equal(booking.BookingId, answer.GetProperty("booking").GetProperty("booking_id").GetString());
        Assert.Contains(booking.BookingId, (await host.SessionAsync(Anna)).BookingData.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_model_gives_goes_before_the_slots()
    {
        await using var host = new GuestMemoryHost();
        await host.SlotsAsync(Anna, new() { City = "Porto", CheckInDate = new(2026, 5, 1), CheckOutDate = new(2026, 5, 4), NumberOfGuests = 2 });

        await ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking).CallAsync("""{"city":"Faro","check_in":"2026-06-01","guests":"3"}""");

        var booking = Assert.Single(await BookingsAsync(host));
        Assert.Equal(("Faro", new DateOnly(2026, 6, 1), null, 3), (booking.City, booking.CheckIn, booking.CheckOut, booking.Guests));
    }

    [Fact]
    public async Task What_is_missing_is_named_and_nothing_is_booked()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking).CallAsync("""{"check_out_date":"soon","number_of_guests":1.5}""");

        Assert.False(answer.IsSuccess());
        Assert.Equal(["check_in_date", "city"], answer.Problems("errors").Keys.Order(StringComparer.Ordinal));
        Assert.Empty(await BookingsAsync(host));
    }

    [Fact]
    public async Task What_the_memory_refuses_is_told_in_the_words_of_the_arguments()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking).CallAsync("""{"city":"Faro","check_in_date":"1026-06-01"}""");

        Assert.False(answer.IsSuccess());
        Assert.Equal("check_in is in the year 1026; 1900 to 2200 are allowed. Nothing was changed.", answer.GetProperty("error").GetString());
        Assert.Empty(host.Logged);
    }

    [Fact]
    public async Task One_bad_argument_does_not_cost_the_booking_and_is_put_right_under_its_id()
    {
        await using var host = new GuestMemoryHost();
        await host.SlotsAsync(Anna, new() { City = "Porto", CheckInDate = new(2026, 5, 1), CheckOutDate = new(2026, 5, 4), NumberOfGuests = 2 });
        var tool = ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking);

        var answer = await tool.CallAsync("""{"check_out_date":"soon","number_of_guests":"2.0","price_per_night":-5,"total_price":"450 EUR"}""");

        Assert.True(answer.IsSuccess());
        Assert.Equal(["check_out_date", "price_per_night"], answer.Problems("problems").Keys.Order(StringComparer.Ordinal));
        var booking = Assert.Single(await BookingsAsync(host));
        Assert.Equal((null, 2, null, 450m, "EUR"), (booking.CheckOut, booking.Guests, booking.PricePerNight, booking.TotalPrice, booking.Currency));
        var again = await tool.CallAsync($$"""{"booking_id":"{{booking.BookingId}}","check_out_date":"2026-05-04"}""");
        Assert.False(again.TryGetProperty("problems", out _));
        Assert.Equal((150m, "EUR"), (Assert.Single(await BookingsAsync(host)).PricePerNight, booking.Currency));
    }

    [Fact]
    public async Task A_call_that_is_repeated_books_once_and_another_booking_under_its_id_is_another()
    {
        await using var host = new GuestMemoryHost();
        var faro = new Dictionary<string, object?> { ["city"] = "Faro", ["check_in_date"] = "2026-06-01", ["price_per_night"] = 100 };
        var lagos = new Dictionary<string, object?> { ["city"] = "Lagos", ["check_in_date"] = "2026-06-01", ["price_per_night"] = 100 };
        FunctionCallContent[] calls =
        [
            new("c1", "complete_booking", faro),
            new("c1", "complete_booking", new Dictionary<string, object?>(faro) { ["price_per_night"] = 100.00m }),
            new("c1", "complete_booking", lagos),
            new("c2", "complete_booking", faro),
        ];
        var model = new ScriptedChatClient((_, _, request) => request < calls.Length
            ? new(ChatRole.Assistant, [new FunctionCallContent(calls[request].CallId, calls[request].Name, calls[request].Arguments)])
            : new(ChatRole.Assistant, "Booked."));
        var agent = new ChatClientAgent(model, tools: [.. GuestTools.Create(host.Memory, Anna, GuestToolSet.CompleteBooking)]);

        await agent.RunAsync("Book it");

        var results = model.Requests[^1].SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => (JsonElement)result.Result!).ToArray();
        Assert.All(results, result => Assert.True(result.IsSuccess()));
        var ids = results.Select(result => result.GetProperty("booking").GetProperty("booking_id").GetString()).ToArray();
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(["Faro", "Faro", "Lagos"], (await BookingsAsync(host)).Select(booking => booking.City).Order());
    }

    [Fact]
    public async Task The_same_call_in_another_conversation_is_another_booking()
    {
        await using var host = new GuestMemoryHost();

        await ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking).CallAsync("""{"city":"Faro","check_in_date":"2026-06-01"}""");
        await ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking, new("another", "anna")).CallAsync("""{"city":"Faro","check_in_date":"2026-06-01"}""");

        Assert.Equal(2, (await BookingsAsync(host)).Count);
    }

    [Fact]
    public async Task An_id_that_is_given_is_the_bookings()
    {
        await using var host = new GuestMemoryHost();
        var tool = ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking);

        await tool.CallAsync("""{"booking_id":"ABC-1","city":"Faro","check_in_date":"2026-06-01"}""");
        await tool.CallAsync("""{"booking_id":"ABC-1","city":"Faro","check_in_date":"2026-06-02"}""");

        var booking = Assert.Single(await BookingsAsync(host));
        Assert.Equal(("ABC-1", new DateOnly(2026, 6, 2)), (booking.BookingId, booking.CheckIn));
    }

    [Fact]
    public async Task A_booking_that_failed_half_way_is_made_again_under_the_id_that_the_answer_names()
    {
        await using var host = new GuestMemoryHost();
        var isDown = true;
        var guests = Interceptor.Around(host.Memory.Guests).Proxy;
        var half = new HalfBookings(guests, () => isDown);
        var tool = ToolCalls.Tool(host.Memory with { Guests = half }, GuestToolSet.CompleteBooking);

        var failed = await tool.CallAsync("""{"city":"Faro","check_in_date":"2026-06-01"}""");
        isDown = false;
        var id = failed.GetProperty("booking_id").GetString();
        var again = await tool.CallAsync($$"""{"city":"Faro","check_in_date":"2026-06-01","number_of_guests":2,"booking_id":"{{id}}"}""");

        Assert.False(failed.IsSuccess());
        Assert.True(again.IsSuccess());
        Assert.Equal(id, Assert.Single(await BookingsAsync(host)).BookingId);
        Assert.Single(host.Logged);
    }

    [Fact]
    public async Task A_booking_for_which_the_session_has_no_room_is_told_as_recorded()
    {
        await using var host = new GuestMemoryHost();
        var half = new HalfBookings(host.Memory.Guests, () => true, new SessionTooLargeException("s", 2, 1));

        var answer = await ToolCalls.Tool(host.Memory with { Guests = half }, GuestToolSet.CompleteBooking).CallAsync("""{"city":"Faro","check_in_date":"2026-06-01"}""");

        Assert.True(answer.IsSuccess());
        Assert.Single(await BookingsAsync(host));
    }

    [Fact]
    public async Task The_run_knows_of_the_booking_without_another_read()
    {
        await using var host = new GuestMemoryHost();
        var run = new AgentRun();
        run.Enter();

        await ToolCalls.Tool(host.Memory, GuestToolSet.CompleteBooking).CallAsync("""{"city":"Faro","check_in_date":"2026-06-01"}""");

        Assert.True((await run.In(host.Memory, Anna).GetInfoAsync(default)).BookingData.Count > 0);
    }

    private static async Task<IReadOnlyList<Booking>> BookingsAsync(GuestMemoryHost host) => await host.Memory.LongTerm.GetBookingHistoryAsync("anna").ToListAsync();

    /// <summary>Records a booking and then fails, as when the store of the sessions is out of reach.</summary>
    private sealed class HalfBookings(IGuestMemory inner, Func<bool> isDown, Exception? failure = null) : IGuestMemory
    {
        public ValueTask<GuestSession> BeginSessionAsync(string sessionId, string userId, CancellationToken cancellationToken = default) =>
            inner.BeginSessionAsync(sessionId, userId, cancellationToken);

        public async ValueTask<CompletedBooking> CompleteBookingAsync(string sessionId, string userId, Booking booking, CancellationToken cancellationToken = default)
        {
            var completed = await inner.CompleteBookingAsync(sessionId, userId, booking, cancellationToken);
            return isDown() ? throw failure ?? new MemoryUnavailableException("out of reach") : completed;
        }

        public ValueTask<string> ExportGuestAsync(string userId, CancellationToken cancellationToken = default) => inner.ExportGuestAsync(userId, cancellationToken);

        public ValueTask<ErasureReceipt> EraseGuestAsync(string userId, CancellationToken cancellationToken = default) => inner.EraseGuestAsync(userId, cancellationToken);
    }
}
