using System.Text.Json;
using HospitalityMemory.ConsoleSample.Reports;
using HospitalityMemory.ConsoleSample.Storage;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Journey;

/// <summary>One guest's way through the platform, told step by step with the calls that the platform makes.</summary>
internal sealed class GuestJourney(
    IGuestMemory guestMemory,
    IShortTermMemory shortTerm,
    ILongTermMemory longTerm,
    IAnsiConsole console,
    ChosenStores stores,
    TimeProvider timeProvider)
{
    public const int Chapters = 10;

    private const string UserId = "ana";

    /// <summary>A guest to erase, whom no imported file is likely to name.</summary>
    private const string PasserBy = "passer-by-of-the-story";
    private const int PromptCharacters = 1_200;

    // New ones for every run: the sessions of a run before may live still.
    private readonly string _firstSession = NewSessionId();
    private readonly string _nextSession = NewSessionId();
    private readonly Trips _trips = new(DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime));

    private Narrator _narrator = new(console, Range.All);
    private bool _isKnownFromBefore;

    /// <param name="chapters">Which chapters are shown; all of the story is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellAsync(Range chapters, CancellationToken cancellationToken)
    {
        _narrator = new(console, chapters);
        _narrator.Title("HospitalityMemory: how the agents of a booking platform remember");
        _narrator.Tell(
            "Short-term memory holds the running conversation. Long-term memory holds who the guest is, what they booked "
            + "and what that says about their taste. One statement adds both to a service:");
        ShowRegistration();
        _narrator.Tell(
            "This is the story of one guest, Ana. A line that begins with > is a call of the library, with its answer "
            + "below. What Ana and the agent say is made up; the answers are real.");

        await BeginAsync(cancellationToken);
        await CollectSlotsAsync(cancellationToken);
        await CorrectSlotsAsync(cancellationToken);
        await AddStatedPreferenceAsync(cancellationToken);
        await BookAsync(cancellationToken);
        await RecordEarlierStaysAsync(cancellationToken);
        await GreetAsync(cancellationToken);
        await RankAsync(cancellationToken);
        await ShowUsageAsync(cancellationToken);
        await ForgetAsync(cancellationToken);

        _narrator.Tell(stores.AreProfilesForgotten
            ? "Ana is forgotten with the end of this run, as her profile is in this process's memory."
            : "Ana is kept: tell the story again, and its first agent knows her. The commands \"profile ana\", \"why ana\", \"history ana\", "
                + "\"sessions ana\" and \"export ana\" show her, and \"erase ana\" forgets her.");
        _narrator.Tell("To see what real bookings teach, import a file of them: --help says how.");
    }

    private static string NewSessionId() => $"session-{Guid.NewGuid():N}"[..16];

    private void ShowRegistration()
    {
        var calls = $"{stores.Profiles.ProfilesCall}{stores.Sessions.SessionsCall}";
        _narrator.Call($"services.AddHospitalityMemory(configuration){(calls is "" ? ";" : "")}");
        if (calls is not "")
        {
            _narrator.Call($"    {calls};");
        }

        foreach (var file in stores.Files)
        {
            _narrator.Result("file", file.Path);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("A conversation begins");
        _narrator.Tell("Ana opens the chat. The platform begins a session, and asks what is known of her.");
        _narrator.Call($"guestMemory.BeginSessionAsync(\"{_firstSession}\", \"{UserId}\")");
        var (session, context) = await guestMemory.BeginSessionAsync(_firstSession, UserId, cancellationToken);
        var lifetime = session.ExpiresAt - session.UpdatedAt;
        _narrator.Result("session", $"new; it expires {lifetime.TotalMinutes:0} minutes after its last use");
        _narrator.Result("guest", Describe(context));
        _isKnownFromBefore = context.IsReturningGuest || context.BookingsToCome.Count > 0;
        if (_isKnownFromBefore)
        {
            _narrator.Tell(
                "This program was run before, and she is remembered from then: her stays and her wishes outlived the process. "
                + "The story goes on as it did, and records nothing twice.");
        }

        await AgentSaysAsync(_firstSession, AgentWords.ForGreeting(context), cancellationToken);
    }

    private async Task CollectSlotsAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The conversation fills the slots of a booking");
        _narrator.Tell("Every message is kept in the session (shortTerm.AddMessageAsync), and so is what it establishes.");
        await GuestSaysAsync(_firstSession, "A long weekend in Lisbon, for two. The price does not matter.", cancellationToken);
        _narrator.Call($"shortTerm.UpdateSlotsAsync(\"{_firstSession}\", slots)");
        var slots = new BookingSlots { City = "Lisbon", NumberOfGuests = 2, BudgetCurrency = "EUR", Open = OpenSlots.Budget };
        var session = await shortTerm.UpdateSlotsAsync(_firstSession, slots, cancellationToken);
        _narrator.Slots(session.Slots);
        await AgentSaysAsync(_firstSession, AgentWords.ForMissing(session.Slots), cancellationToken);
    }

    private async Task CorrectSlotsAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("Slots that cannot be right are refused");
        _narrator.Tell(
            "An agent may pass on its model's JSON as it is. It is checked as a whole: every bad slot is named and nothing "
            + "is changed, so that the agent can ask again.");
        var mistaken = _trips.CheckIn.AddDays(-2);
        await GuestSaysAsync(
            _firstSession, $"From {_trips.CheckIn:d MMMM} to {mistaken:d MMMM}. And make it cheap, please.", cancellationToken);
        try
        {
            await UpdateSlotsAsync(SlotsJson(SlotNames.CheckOutDate, $"\"{mistaken:yyyy-MM-dd}\"", budget: 0), cancellationToken);
        }
        catch (SlotValidationException refusal)
        {
            _narrator.Refusal(refusal);
            await AgentSaysAsync(_firstSession, AgentWords.ForRefusal(refusal), cancellationToken);
        }

        await GuestSaysAsync(
            _firstSession, $"Sorry: {Words.Count(Trips.Nights, "night")} from {_trips.CheckIn:d MMMM}, up to 180 a night.", cancellationToken);
        var session = await UpdateSlotsAsync(SlotsJson(SlotNames.NumberOfNights, $"{Trips.Nights}", budget: 180), cancellationToken);
        _narrator.Slots(session.Slots);
    }

    private async Task AddStatedPreferenceAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("What the guest says about her taste is kept");
        _narrator.Tell("A stated wish is kept apart from what bookings suggest, and wins over it.");
        await GuestSaysAsync(_firstSession, "And never a smoking room, please.", cancellationToken);
        _narrator.Call($"longTerm.AddStatedPreferenceAsync(\"{UserId}\", wish)");
        var wish = new StatedPreference { Kind = PreferenceKind.Other, Value = "smoking room", Avoid = true };
        var preferences = await longTerm.AddStatedPreferenceAsync(UserId, wish, cancellationToken);
        _narrator.Result("avoided", string.Join(", ", preferences.Avoided));
        await AgentSaysAsync(_firstSession, "Noted. I have an apartment in Alfama for 165 EUR a night.", cancellationToken);
    }

    private async Task BookAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("The booking is recorded, and teaches");
        await GuestSaysAsync(_firstSession, "I take it.", cancellationToken);
        _narrator.Call($"guestMemory.CompleteBookingAsync(\"{_firstSession}\", \"{UserId}\", booking)");
        var (booking, session) = await guestMemory.CompleteBookingAsync(_firstSession, UserId, _trips.Weekend, cancellationToken);
        _narrator.Result("recorded", $"{booking.BookingId}, {booking.City}, {booking.CheckIn:yyyy-MM-dd}, {Words.Count(booking.Dates.Nights ?? 0, "night")}, {booking.Price} a night");
        _narrator.Result("session", $"version {session?.Version}, the booking in its booking data");
        if (_isKnownFromBefore)
        {
            _narrator.Tell("The id is that of the run before: it is the same booking, amended where its dates have moved on.");
        }

        _narrator.Tell(
            "What it teaches is there at once, with the reason. The score says how strong a preference is; the confidence, "
            + "how far to trust it, and grows with what was booked.");
        await ShowPreferencesAsync(cancellationToken);
    }

    private async Task RecordEarlierStaysAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("More stays say more");
        _narrator.Tell(_isKnownFromBefore
            ? "The four earlier stays are recorded again, as an import that is repeated would: they have the ids of the run "
                + "before, and count once. The rating is Ana's own; - is unknown."
            : "One booking says little. To have more to show, four earlier ones are recorded now, made up for this story, as a "
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
        _narrator.Call($"guestMemory.BeginSessionAsync(\"{_nextSession}\", \"{UserId}\")");
        var (_, context) = await guestMemory.BeginSessionAsync(_nextSession, UserId, cancellationToken);
        _narrator.Result("guest", Describe(context));
        _narrator.Call($"context.ToPromptText({PromptCharacters})");
        _narrator.Quote(context.ToPromptText(PromptCharacters));
        await AgentSaysAsync(_nextSession, AgentWords.ForGreeting(context), cancellationToken);
    }

    private async Task RankAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("What to offer first");
        _narrator.Tell("The platform's search has found three properties. They are ordered by how well they fit Ana, and each says why.");
        _narrator.Call($"longTerm.RankPropertiesAsync(\"{UserId}\", candidates)");
        foreach (var ranked in await longTerm.RankPropertiesAsync(UserId, Trips.Offers, cancellationToken))
        {
            var reasons = ranked.Reasons.Count is 0 ? "nothing that she is known for" : string.Join(", ", ranked.Reasons);
            _narrator.Result(ranked.Property.PropertyId, $"{ranked.Score:0.00}, {reasons}");
        }
    }

    private async Task ShowUsageAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("What the conversations take up");
        _narrator.Tell("Sessions expire by themselves. Kept in memory, they would be held to the limit: the one not used for longest goes."
            + (_isKnownFromBefore ? " Those of the run before count while they last." : ""));
        _narrator.Call("shortTerm.GetMemoryUsageAsync()");
        var usage = await shortTerm.GetMemoryUsageAsync(cancellationToken);
        _narrator.Result("sessions", $"{usage.SessionsCount}");
        _narrator.Result("size", $"{usage.SizeBytes:N0} bytes of {usage.MaxSizeMb:N0} MB, {usage.UsagePercentage:0.####} %");
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        _narrator.Chapter("And forgotten, when a guest asks");
        _narrator.Tell(
            "A passer-by books a night and then wants to be forgotten. One call erases a guest from both memories, and reads "
            + "back what is left.");
        var sessionId = NewSessionId();
        await guestMemory.BeginSessionAsync(sessionId, PasserBy, cancellationToken);
        await guestMemory.CompleteBookingAsync(sessionId, PasserBy, _trips.PassingBy, cancellationToken);
        _narrator.Call($"guestMemory.EraseGuestAsync(\"{PasserBy}\")");
        var receipt = await guestMemory.EraseGuestAsync(PasserBy, cancellationToken);
        _narrator.Result("erased", ErasureWords.Erased(receipt));
        _narrator.Result("read back", ErasureWords.Left(receipt));
    }

    private static string Describe(PersonalizationContext context) => (context.IsReturningGuest, context.BookingsToCome.Count) switch
    {
        (true, 0) => $"returning, {Words.Count(context.StayCount, "stay")}",
        (true, var toCome) => $"returning, {Words.Count(context.StayCount, "stay")}, {Words.Count(toCome, "booking")} to come",
        (false, > 0 and var toCome) => $"new, {Words.Count(toCome, "booking")} to come",
        _ => "nothing is known yet",
    };

    private async Task ShowPreferencesAsync(CancellationToken cancellationToken)
    {
        _narrator.Call($"longTerm.GetUserPreferencesAsync(\"{UserId}\")");
        _narrator.Preferences(await longTerm.GetUserPreferencesAsync(UserId, cancellationToken));
    }

    /// <summary>What the agent's model makes of the guest's words.</summary>
    private string SlotsJson(string until, string value, int budget) =>
        $$"""{"check_in_date":"{{_trips.CheckIn:yyyy-MM-dd}}","{{until}}":{{value}},"budget":{{budget}}}""";

    private async Task<SessionInfo> UpdateSlotsAsync(string json, CancellationToken cancellationToken)
    {
        _narrator.Call($"shortTerm.UpdateSlotsFromJsonAsync(\"{_firstSession}\", json)");
        _narrator.Quote(json);
        using var document = JsonDocument.Parse(json);
        return await shortTerm.UpdateSlotsFromJsonAsync(_firstSession, document.RootElement, cancellationToken);
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
