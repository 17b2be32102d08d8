using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>A session of another system, as far as it can be read.</summary>
/// <param name="Session">The session as of now: another system's conversation begins here at the import.</param>
/// <param name="Messages">Its messages.</param>
/// <param name="Problems">What could not be read.</param>
internal sealed record SessionRecord(SessionInfo Session, IReadOnlyList<PlacedMessage> Messages, IReadOnlyList<RecordProblem> Problems)
{
    public const string IdName = "sessionid";

    private const string UnreadSlots = "unread_slots";

    /// <param name="record">The record.</param>
    /// <param name="now">The current time.</param>
    /// <param name="defaultCurrency">The currency of a budget that names none.</param>
    /// <param name="problems">Gets what could not be read.</param>
    /// <returns>Null if the record has no valid id.</returns>
    public static SessionRecord? Read(in JsonRecord record, DateTimeOffset now, string defaultCurrency, List<RecordProblem> problems)
    {
        var members = new RecordMembers(record.Element, "$", problems);
        var sessionId = members.Text("session_id", "id", "_id") ?? record.Key;
        if ((sessionId is null ? "is missing" : Identifier.Problem(sessionId)) is { } problem)
        {
            members.Note("session_id", problem);
            return null;
        }

        var createdAt = members.Moment("created_at");
        var (slots, unread) = members.Take("slots") is { } given ? Slots(given, members, defaultCurrency) : (BookingSlots.Empty, null);
        var state = new SessionState
        {
            CurrentAgent = Agent(members),
            Slots = slots,
            Context = members.Fields("context"),
            BookingData = members.Fields("booking_data"),
        };
        var userId = UserId(members);
        var messages = members.Take("messages", "conversation_history", "history") is { } said ? MessageMembers.Read(said, createdAt ?? now, problems) : [];
        var kept = KeptTimes(members, createdAt);
        members.Take("version", "schema_version", "lifetime", "maximum_lifetime", "is_incomplete");
        var rest = members.Rest(static name => UnknownFields.IsKnown(name, MemoryJsonContext.Default.SessionJson)).Merge(kept);
        rest = unread is { } slotsLeft ? rest.Set(UnreadSlots, slotsLeft) : rest;
        var session = new SessionInfo
        {
            SessionId = sessionId!,
            UserId = userId,
            CreatedAt = now,
            UpdatedAt = now,
            State = state with { AdditionalFields = rest },
        };
        return new(session, messages, problems);
    }

    private static string? UserId(RecordMembers members)
    {
        var userId = members.Text("user_id");
        if (userId is null || Identifier.Problem(userId) is not { } problem)
        {
            return userId;
        }

        members.Note("user_id", problem);
        return null;
    }

    private static string? Agent(RecordMembers members)
    {
        if (members.Text("current_agent") is not { } agent)
        {
            return null;
        }

        if (StateRules.AgentProblem(SessionState.Empty, new() { CurrentAgent = agent }) is null)
        {
            return agent;
        }

        members.Note("current_agent", $"is no agent: it has at most {Identifier.MaxLength} characters and no control characters");
        return null;
    }

    /// <summary>The slots that can be read, on whatever day they were valid, and those that cannot, under the record's names.</summary>
    private static (BookingSlots Slots, JsonElement? Unread) Slots(JsonElement given, RecordMembers members, string defaultCurrency)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            members.Note("slots", "is no object");
            return (BookingSlots.Empty, null);
        }

        var read = new SlotReader(GivenSlots.Of(given, SlotSynonyms.Default, "slots"), BookingSlots.Empty, defaultCurrency).Read();
        var errors = new SlotRules.Errors(read.Errors);
        var slots = SlotRules.MergeAllowed(BookingSlots.Empty, read.Slots, DateOnly.MinValue, defaultCurrency, ref errors);
        foreach (var error in errors.Found ?? [])
        {
            members.Note($"slots.{error.Slot}", error.Problem);
        }

        var refused = (errors.Found ?? []).Select(static error => error.Slot).ToHashSet(StringComparer.Ordinal);
        var unread = refused.Count is 0 ? [] : given.EnumerateObject().Where(member => IsUnread(member, refused, slots)).ToList();
        return (slots, unread.Count is 0 ? null : JsonElement.Parse($"{{{string.Join(',', unread)}}}"));
    }

    private static bool IsUnread(JsonProperty member, HashSet<string> refused, BookingSlots slots)
    {
        var isParty = SlotSynonyms.IsAdults(member.Name) || SlotSynonyms.IsChildren(member.Name);
        var slot = isParty ? SlotNames.NumberOfGuests : SlotSynonyms.OwnName(member.Name) ?? SlotSynonyms.Default.SlotOf(member.Name);
        return !RecordMembers.SaysNothing(member.Value) && (slot is null ? !slots.Extras.Contains(member.Name) : refused.Contains(slot));
    }

    /// <summary>The times of the other system's session. Here the session begins now, and lives as long as sessions here do.</summary>
    private static JsonFields KeptTimes(RecordMembers members, DateTimeOffset? createdAt)
    {
        var kept = JsonFields.Empty;
        (string Name, DateTimeOffset? Moment)[] times =
            [("created_at", createdAt), ("updated_at", members.Moment("updated_at")), ("expires_at", members.Moment("expires_at"))];
        foreach (var (name, moment) in times)
        {
            kept = moment is { } time ? kept.Set($"imported_{name}", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)) : kept;
        }

        return kept;
    }
}
