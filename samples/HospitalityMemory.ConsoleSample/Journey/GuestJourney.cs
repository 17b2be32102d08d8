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
            + "and what that says about their taste. One line adds both to a service:");
        _narrator.Call("services.AddHospitalityMemory(configuration);");
        _narrator.Tell(
            "This is the story of one guest, Ana. A line that begins with > is a call of the library, with its answer "
            + "below. What Ana and the agent say is made up; the answers are real.");

        await BeginAsync(cancellationToken);
        await CollectSlotsAsync(cancellationToken);
        await CorrectSlotsAsync(cancellationToken);
        await StatePreferenceAsync(cancellationToken);
        await BookAsync(cancellationToken);
        await RecordEarlierStaysAsync(cancellationToken);
        await GreetAsync(cancellationToken);
        await ShowUsageAsync(cancellationToken);
        await ForgetAsync(cancellationToken);

        _narrator.Tell("To see what real bookings teach, import a file of them: --help says how.");
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("A conversation begins");
        _narrator.Tell("Ana opens the chat. The platform begins a session, and asks what is known of her.");
        _narrator.Call($"guestMemory.BeginSessionAsync(\"{FirstSession}\", \"{UserId}\")");
        var (session, context) = await guestMemory.BeginSessionAsync(FirstSession, UserId, cancellationToken);
        var lifetime = session.ExpiresAt - session.UpdatedAt;
        _narrator.Result("session", $"new; it expires {lifetime.TotalMinutes:0} minutes after its last use");
        _narrator.Result("guest", Describe(context));
        await AgentSaysAsync(FirstSession, AgentWords.ForGreeting(context), cancellationToken);
    }

    private async Task CollectSlotsAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The conversation fills the slots of a booking");
        _narrator.Tell("Every message is kept in the session (shortTerm.AddMessageAsync), and so is what it establishes.");
        await GuestSaysAsync(FirstSession, "A long weekend in Lisbon, for two.", cancellationToken);
        _narrator.Call($"shortTerm.UpdateSlotsAsync(\"{FirstSession}\", slots)");
        var slots = new BookingSlots { City = "Lisbon", NumberOfGuests = 2, BudgetCurrency = "EUR" };
        var session = await shortTerm.UpdateSlotsAsync(FirstSession, slots, cancellationToken);
        _narrator.Slots(session.Slots);
        await AgentSaysAsync(FirstSession, AgentWords.ForMissing(session.Slots), cancellationToken);
    }

    private async Task CorrectSlotsAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("Slots that cannot be right are refused");
        _narrator.Tell(
            "An agent may pass on its model's JSON as it is. It is checked as a whole: every bad slot is named and nothing "
            + "is changed, so that the agent can ask again.");
        var mistaken = _trips.CheckIn.AddDays(-2);
        await GuestSaysAsync(
            FirstSession, $"From {_trips.CheckIn:d MMMM} to {mistaken:d MMMM}. Money is no object.", cancellationToken);
        try
        {
            await UpdateSlotsAsync(SlotsJson(checkOut: mistaken, budget: 0), cancellationToken);
        }
        catch (SlotValidationException refusal)
        {
            _narrator.Refusal(refusal);
            await AgentSaysAsync(FirstSession, AgentWords.ForRefusal(refusal), cancellationToken);
        }

        await GuestSaysAsync(
            FirstSession, $"Sorry: from {_trips.CheckIn:d MMMM} to {_trips.CheckOut:d MMMM}, up to 180 a night.", cancellationToken);
        var session = await UpdateSlotsAsync(SlotsJson(_trips.CheckOut, budget: 180), cancellationToken);
        _narrator.Slots(session.Slots);
    }

    private async Task StatePreferenceAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("What the guest says about her taste is kept");
        _narrator.Tell("A stated wish is kept apart from what bookings suggest, and wins over it.");
        await GuestSaysAsync(FirstSession, "And never a smoking room, please.", cancellationToken);
        _narrator.Call($"longTerm.StatePreferenceAsync(\"{UserId}\", wish)");
        var wish = new StatedPreference { Kind = PreferenceKind.Other, Value = "smoking room", Avoid = true };
        var preferences = await longTerm.StatePreferenceAsync(UserId, wish, cancellationToken);
        _narrator.Result("avoided", string.Join(", ", preferences.Avoided));
        await AgentSaysAsync(FirstSession, "Noted. I have an apartment in Alfama for 165 EUR a night.", cancellationToken);
    }

    private async Task BookAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The booking is recorded, and teaches");
        await GuestSaysAsync(FirstSession, "I take it.", cancellationToken);
        _narrator.Call($"guestMemory.CompleteBookingAsync(\"{FirstSession}\", \"{UserId}\", booking)");
        var (booking, session) = await guestMemory.CompleteBookingAsync(FirstSession, UserId, _trips.Weekend, cancellationToken);
        _narrator.Result("recorded", $"{booking.BookingId}, {booking.City}, {booking.CheckIn:yyyy-MM-dd}, {Words.Count(booking.Dates.Nights ?? 0, "night")}, {booking.Price} a night");
        _narrator.Result("session", $"{session?.Messages.Count} messages, and the booking in its booking data");
        _narrator.Tell(
            "What it teaches is there at once, with the reason. The score says how strong a preference is; the confidence, "
            + "how far to trust it, and grows with the stays.");
        await ShowPreferencesAsync(cancellationToken);
    }

    private async Task RecordEarlierStaysAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("More stays say more");
        _narrator.Tell(
            "One stay says little. To have more to show, four earlier ones are recorded now, made up for this story, as a "
            + "platform would import the bookings that it has. The rating is Ana's own; - is unknown.");
        _narrator.Call($"longTerm.AddBookingToHistoryAsync(\"{UserId}\", booking)   for each");
        foreach (var booking in _trips.Earlier)
        {
            await longTerm.AddBookingToHistoryAsync(UserId, booking, cancellationToken);
        }

        _narrator.Stays(_trips.Earlier);
        _narrator.Tell("Lisbon leads, and the gym comes last: Ana did not like that stay.");
        await ShowPreferencesAsync(cancellationToken);
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The next conversation knows her");
        _narrator.Tell("Another day, another session. Now there is something to say, and text for the agent's model.");
        _narrator.Call($"guestMemory.BeginSessionAsync(\"{NextSession}\", \"{UserId}\")");
        var (_, context) = await guestMemory.BeginSessionAsync(NextSession, UserId, cancellationToken);
        _narrator.Result("guest", Describe(context));
        _narrator.Call($"context.ToPromptText({PromptCharacters})");
        _narrator.Quote(context.ToPromptText(PromptCharacters));
        await AgentSaysAsync(NextSession, AgentWords.ForGreeting(context), cancellationToken);
    }

    private async Task ShowUsageAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("What the conversations take up");
        _narrator.Tell("Sessions expire by themselves. Were the memory full, the one not used for longest would go.");
        _narrator.Call("shortTerm.GetMemoryUsageAsync()");
        var usage = await shortTerm.GetMemoryUsageAsync(cancellationToken);
        _narrator.Result("sessions", $"{usage.SessionsCount}");
        _narrator.Result("size", $"{usage.SizeBytes:N0} bytes of {usage.MaxSizeMb:N0} MB, {usage.UsagePercentage:0.####} %");
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("And forgotten, when the guest asks");
        _narrator.Tell("One call erases a guest from both memories, and reads back what is left.");
        _narrator.Call($"guestMemory.EraseGuestAsync(\"{UserId}\")");
        var receipt = await guestMemory.EraseGuestAsync(UserId, cancellationToken);
        _narrator.Result("erased", $"{Words.Count(receipt.Profile.ProfilesDeleted, "profile")}, {Words.Count(receipt.Profile.BookingsDeleted, "booking")}, {Words.Count(receipt.SessionsDeleted, "session")}");
        _narrator.Result("read back", receipt.IsComplete ? "nothing is left" : "something came meanwhile; erase again");
    }

    private static string Describe(PersonalizationContext context) => context.IsReturningGuest
        ? $"returning, {Words.Count(context.Insights.BookingCount, "stay")}"
        : "nothing is known yet";

    private async Task ShowPreferencesAsync(CancellationToken cancellationToken)
    {
        _narrator.Call($"longTerm.GetUserPreferencesAsync(\"{UserId}\")");
        _narrator.Preferences(await longTerm.GetUserPreferencesAsync(UserId, cancellationToken));
    }

    /// <summary>What the agent's model makes of the guest's words.</summary>
    private string SlotsJson(DateOnly checkOut, int budget) =>
        $$"""{"check_in_date":"{{_trips.CheckIn:yyyy-MM-dd}}","check_out_date":"{{checkOut:yyyy-MM-dd}}","budget":{{budget}}}""";

    private async Task<Session> UpdateSlotsAsync(string json, CancellationToken cancellationToken)
    {
        _narrator.Call($"shortTerm.UpdateSlotsAsync(\"{FirstSession}\", json)");
        _narrator.Quote(json);
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
