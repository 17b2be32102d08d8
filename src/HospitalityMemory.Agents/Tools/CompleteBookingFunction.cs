using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Records the booking that a conversation led to, once for each call.</summary>
internal sealed class CompleteBookingFunction(AgentMemory memory, GuestConversation conversation) : GuestFunction(memory, conversation, Text)
{
    private const string NoteOfProblems =
        "The booking is recorded without these, or with what they were taken as. To put them right, call again with this booking_id.";

    private static readonly ToolDescription Text = new(
        "complete_booking",
        "Records the booking in the guest's history. Call it once, right after the guest has confirmed and the property is booked; "
            + "never before. What you leave out of city, days and guests is taken from what the conversation has established.",
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "booking_id": { "type": "string", "description": "The confirmation number that the booking system gave, or the booking_id of a call that failed. Leave it out where there is none." },
                "property_id": { "type": "string" },
                "city": { "type": "string" },
                "country": { "type": "string" },
                "check_in_date": { "type": "string", "description": "yyyy-MM-dd" },
                "check_out_date": { "type": "string", "description": "yyyy-MM-dd, after check-in." },
                "number_of_guests": { "type": "integer" },
                "adults": { "type": "integer" },
                "children": { "type": "integer" },
                "rooms": { "type": "integer" },
                "price_per_night": { "type": "number", "description": "The agreed price of one night; 0 where it is complimentary." },
                "total_price": { "type": "number", "description": "The agreed price of the whole stay." },
                "currency": { "type": "string", "description": "ISO 4217 code of the price, such as USD." },
                "property_type": { "type": "string", "description": "Such as villa or apartment." },
                "operator": { "type": "string", "description": "Who runs the property: its host, brand or chain." },
                "rate_plan": { "type": "string", "description": "Such as non-refundable." },
                "amenities": { "type": "array", "items": { "type": "string" } }
              }
            }
            """));

    private static string? CallId => FunctionInvokingChatClient.CurrentContext?.CallContent.CallId;

    protected override async ValueTask<JsonObject> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (Conversation.UserId is not { } userId)
        {
            return ToolAnswer.NoGuest();
        }

        var run = Run;
        var info = await run.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        var problems = new List<BookingProblem>();
        if (BookingArguments.Read(arguments, info.Slots, booking => BookingArguments.IdOf(info.SessionId, CallId, booking), problems) is not { } booking)
        {
            return ToolAnswer.Refused(arguments.Errors);
        }

        try
        {
            return await CompleteAsync(run, userId, booking, problems, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionTooLargeException exception)
        {
            LogFailure(exception);
            return Recorded(booking, problems, "The booking is recorded. The conversation has no room to note it.");
        }
        catch (Exception exception) when (exception is not SessionOwnershipException && IsFailure(exception, cancellationToken))
        {
            // The booking may have been recorded. A second call with the same id does not record it twice.
            LogFailure(exception);
            return ToolAnswer.Failure(
                "It is not certain that the booking was saved. Call again with this booking_id: it is not recorded twice.",
                ("booking_id", booking.BookingId));
        }
    }

    private async ValueTask<JsonObject> CompleteAsync(
        RunConversation run, string userId, Booking booking, List<BookingProblem> problems, CancellationToken cancellationToken)
    {
        var completed = await Memory.Guests
            .CompleteBookingAsync(Conversation.SessionId, userId, booking with { Origin = AgentOrigin(OriginKind.Agent) }, cancellationToken)
            .ConfigureAwait(false);
        if (completed.Session is { } session)
        {
            run.Note(session);
        }

        return Recorded(completed.Booking, [.. problems, .. completed.Problems], note: null);
    }

    private static JsonObject Recorded(Booking booking, List<BookingProblem> problems, string? note) => problems.Count is 0
        ? ToolAnswer.Success(("booking", Show(booking)), ("note", note))
        : ToolAnswer.Success(("booking", Show(booking)), ("problems", Show(problems)), ("note", note ?? NoteOfProblems));

    private static JsonObject Show(Booking booking) => ToolAnswer.Object(
        ("booking_id", booking.BookingId),
        ("property_id", ToolAnswer.Shown(booking.PropertyId)),
        ("city", ToolAnswer.Shown(booking.City)),
        ("check_in_date", ToolAnswer.Day(booking.CheckIn)),
        ("check_out_date", ToolAnswer.Day(booking.CheckOut)),
        ("number_of_guests", booking.Guests),
        ("price_per_night", booking.PricePerNight),
        ("total_price", booking.TotalPrice),
        ("currency", booking.Currency));

    private static JsonArray Show(IEnumerable<BookingProblem> problems) => ToolAnswer.Array(problems, static problem => ToolAnswer.Object(
        ("field", NameOf(problem.Field)), ("problem", ToolAnswer.Shown(problem.Problem)), ("taken_as", ToolAnswer.Shown(problem.TakenAs))));

    /// <summary>The field's name among this tool's arguments.</summary>
    private static string NameOf(string field) => field switch
    {
        "check_out" => "check_out_date",
        "guests" => "number_of_guests",
        _ => field,
    };
}
