using System.Text.Json;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Journey;

/// <summary>One guest's way through the platform, told step by step with the calls that the platform makes.</summary>
internal sealed class GuestJourney(
    IGuestMemory guestMemory,
    IShortTermMemory shortTerm,
    ILongTermMemory longTerm,
    IAnsiConsole console,
    TimeProvider timeProvider)
{
    private const string UserId = "ana";
    private const string FirstSession = "session-1";
    private const string NextSession = "session-2";
    private const int PromptCharacters = 1_200;

    private readonly Narrator _narrator = new(console);
    private readonly Trips _trips = new(DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime));

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        _narrator.Title("HospitalityMemory: how the agents of a booking platform remember");
        _narrator.Tell(
            "Short-term memory holds the running conversation. Long-term memory holds who the guest is, what they booked "
            + "and what that says about their taste. This is the story of one guest, Ana. A line that begins with > is a "
            + "call of the library, with its answer below. Ana and the agent are made up; the answers are real.");

        await BeginAsync(cancellationToken);
        await CollectSlotsAsync(cancellationToken);
        await CorrectSlotsAsync(cancellationToken);
        await StatePreferenceAsync(cancellationToken);
        await BookAsync(cancellationToken);
        await RecordEarlierStaysAsync(cancellationToken);
        await GreetAsync(cancellationToken);
        await ShowUsageAsync(cancellationToken);
        await ForgetAsync(cancellationToken);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("A conversation begins");
        _narrator.Tell("Ana opens the chat. The platform begins a session, and asks what is known of her.");
        _narrator.Call($"guestMemory.BeginSessionAsync(\"{FirstSession}\", \"{UserId}\")");
        var (session, context) = await guestMemory.BeginSessionAsync(FirstSession, UserId, cancellationToken);
        _narrator.Result($"session: new, and gone {(session.ExpiresAt - session.UpdatedAt).TotalMinutes:0} minutes after its last use");
        _narrator.Result(context.IsReturningGuest ? "guest:   was here before" : "guest:   nothing is known yet");
        await AgentSaysAsync(FirstSession, AgentWords.ForGreeting(context), cancellationToken);
    }

    private async Task CollectSlotsAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The conversation fills the slots of a booking");
        await GuestSaysAsync(FirstSession, "A long weekend in Lisbon, for two.", cancellationToken);
        _narrator.Call("shortTerm.UpdateSlotsAsync(\"session-1\", new() { City = \"Lisbon\", ... })");
        var slots = new BookingSlots { City = "Lisbon", NumberOfGuests = 2, BudgetCurrency = "EUR" };
        var session = await shortTerm.UpdateSlotsAsync(FirstSession, slots, cancellationToken);
        _narrator.Slots(session.Slots);
        await AgentSaysAsync(FirstSession, AgentWords.ForMissing(session.Slots), cancellationToken);
    }

    private async Task CorrectSlotsAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("Slots that cannot be right are refused");
        _narrator.Tell(
            "An agent may hand over its model's JSON as it is. It is checked as a whole: every bad slot is named, and "
            + "nothing is changed, so that the agent can ask again.");
        var mistaken = _trips.CheckIn.AddDays(-2);
        await GuestSaysAsync(
            FirstSession, $"From {_trips.CheckIn:d MMMM} to {mistaken:d MMMM}. Money is no object.", cancellationToken);
        try
        {
            await UpdateSlotsFromJsonAsync(
                $$"""{"check_in_date": "{{_trips.CheckIn:yyyy-MM-dd}}", "check_out_date": "{{mistaken:yyyy-MM-dd}}", "budget": 0}""",
                cancellationToken);
        }
        catch (SlotValidationException refusal)
        {
            _narrator.Result("SlotValidationException", Narrator.Warning);
            foreach (var error in refusal.Errors)
            {
                _narrator.Result($"{error.Slot}: {error.Problem}", Narrator.Warning);
            }

            await AgentSaysAsync(FirstSession, AgentWords.ForRefusal(refusal), cancellationToken);
        }

        await GuestSaysAsync(
            FirstSession, $"Sorry: from {_trips.CheckIn:d MMMM} to {_trips.CheckOut:d MMMM}, up to 180 a night.", cancellationToken);
        var session = await UpdateSlotsFromJsonAsync(
            $$"""{"check_in_date": "{{_trips.CheckIn:yyyy-MM-dd}}", "check_out_date": "{{_trips.CheckOut:yyyy-MM-dd}}", "budget": 180}""",
            cancellationToken);
        _narrator.Slots(session.Slots);
    }

    private async Task StatePreferenceAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("What the guest says about her taste is kept");
        await GuestSaysAsync(FirstSession, "And never a smoking room, please.", cancellationToken);
        _narrator.Call($"longTerm.StatePreferenceAsync(\"{UserId}\", ...)");
        var wish = new StatedPreference { Kind = PreferenceKind.Other, Value = "smoking room", Avoid = true };
        var preferences = await longTerm.StatePreferenceAsync(UserId, wish, cancellationToken);
        _narrator.Result($"avoided: {string.Join(", ", preferences.Avoided)}. A wish that was stated wins over what bookings suggest.");
        await AgentSaysAsync(FirstSession, "Noted, now and for later. I have an apartment in Graca for 165 EUR a night.", cancellationToken);
    }

    private async Task BookAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The booking is recorded, and teaches");
        await GuestSaysAsync(FirstSession, "I take it.", cancellationToken);
        _narrator.Call($"guestMemory.CompleteBookingAsync(\"{FirstSession}\", \"{UserId}\", booking)");
        var (booking, session) = await guestMemory.CompleteBookingAsync(FirstSession, UserId, _trips.Weekend, cancellationToken);
        _narrator.Result($"recorded: {booking.BookingId}, {booking.City}, {booking.CheckIn:yyyy-MM-dd}, {booking.Dates.Nights} nights, {booking.Price} a night");
        _narrator.Result($"session:  {session?.Messages.Count} messages, {session?.BookingData.Count} fields of booking data");
        await ShowPreferencesAsync(cancellationToken);
    }

    private async Task RecordEarlierStaysAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("More stays, and what they say");
        _narrator.Tell(
            "One stay says little. To have more to show, four earlier stays are recorded now, made up for this story, as a "
            + "platform would import the bookings that it already has. The rating is Ana's own; a dash is unknown.");
        _narrator.Call($"longTerm.AddBookingToHistoryAsync(\"{UserId}\", booking)   four times");
        foreach (var booking in _trips.Earlier)
        {
            await longTerm.AddBookingToHistoryAsync(UserId, booking, cancellationToken);
        }

        _narrator.Stays(_trips.Earlier);
        await ShowPreferencesAsync(cancellationToken);
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The next conversation knows her");
        _narrator.Tell("Another day, another session. This time there is something to say.");
        _narrator.Call($"guestMemory.BeginSessionAsync(\"{NextSession}\", \"{UserId}\")");
        var (_, context) = await guestMemory.BeginSessionAsync(NextSession, UserId, cancellationToken);
        _narrator.Result($"guest: was here before, {context.Insights.BookingCount} stays");
        _narrator.Call($"context.ToPromptText({PromptCharacters})   for the agent's model, marked as data");
        _narrator.Quote(context.ToPromptText(PromptCharacters));
        await AgentSaysAsync(NextSession, AgentWords.ForGreeting(context), cancellationToken);
    }

    private async Task ShowUsageAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("What the conversations take up");
        _narrator.Call("shortTerm.GetMemoryUsageAsync()");
        var usage = await shortTerm.GetMemoryUsageAsync(cancellationToken);
        _narrator.Result($"{usage.SessionsCount} sessions, {usage.SizeBytes:N0} bytes of {usage.MaxSizeMb:N0} MB ({usage.UsagePercentage:0.####} %)");
        _narrator.Result("Sessions expire by themselves. Should the memory be full, the one not used for longest goes.");
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("And forgotten, when the guest asks");
        _narrator.Call($"guestMemory.EraseGuestAsync(\"{UserId}\")");
        var receipt = await guestMemory.EraseGuestAsync(UserId, cancellationToken);
        _narrator.Result($"erased: {receipt.Profile.ProfilesDeleted} profile, {receipt.Profile.BookingsDeleted} bookings, {receipt.SessionsDeleted} sessions");
        _narrator.Result(receipt.IsComplete ? "read back: nothing is left" : "read back: something came meanwhile; erase again");
    }

    private async Task ShowPreferencesAsync(CancellationToken cancellationToken)
    {
        _narrator.Call($"longTerm.GetUserPreferencesAsync(\"{UserId}\")");
        _narrator.Preferences(await longTerm.GetUserPreferencesAsync(UserId, cancellationToken));
    }

    private async Task<Session> UpdateSlotsFromJsonAsync(string json, CancellationToken cancellationToken)
    {
        _narrator.Call($"shortTerm.UpdateSlotsAsync(\"{FirstSession}\", json)");
        _narrator.Result(json);
        using var document = JsonDocument.Parse(json);
        return await shortTerm.UpdateSlotsAsync(FirstSession, document.RootElement, cancellationToken);
    }

    private async Task GuestSaysAsync(string sessionId, string words, CancellationToken cancellationToken)
    {
        await shortTerm.AddMessageAsync(sessionId, MessageRole.User, words, cancellationToken);
        _narrator.Guest(words);
    }

    private async Task AgentSaysAsync(string sessionId, string words, CancellationToken cancellationToken)
    {
        await shortTerm.AddMessageAsync(sessionId, MessageRole.Assistant, words, cancellationToken);
        _narrator.Agent(words);
    }
}
