using System.Text.Json;
using HospitalityMemory.Orchestrator.Agents;

namespace HospitalityMemory.Orchestrator.Sessions;

/// <summary>A conversation in the list.</summary>
internal sealed record SessionLine(string SessionId, DateTimeOffset UpdatedAt, string Agent, SlotsAnswer Slots)
{
    public static SessionLine Of(SessionInfo session) => new(
        session.SessionId, session.UpdatedAt, AgentNames.OrFirst(session.CurrentAgent), SlotsAnswer.Of(session.Slots));
}

/// <summary>A conversation with what was said.</summary>
internal sealed record SessionAnswer(
    string SessionId, DateTimeOffset UpdatedAt, DateTimeOffset ExpiresAt, string Agent, SlotsAnswer Slots, IReadOnlyList<MessageAnswer> Messages)
{
    public static SessionAnswer Of(Session session) => new(
        session.SessionId,
        session.UpdatedAt,
        session.ExpiresAt,
        AgentNames.OrFirst(session.CurrentAgent),
        SlotsAnswer.Of(session.Slots),
        [.. session.Messages.Where(IsSaid).Select(MessageAnswer.Of)]);

    // Tool calls and their results are not shown to the guest.
    private static bool IsSaid(SessionMessage message) =>
        (message.Role == MessageRole.User || message.Role == MessageRole.Assistant) && !string.IsNullOrWhiteSpace(message.Content);
}

internal sealed record MessageAnswer(string Role, string? Agent, string Text, DateTimeOffset? At)
{
    public static MessageAnswer Of(SessionMessage message) => new(
        message.Role == MessageRole.User ? "guest" : "agent", message.Agent ?? message.Name, message.Content, message.Timestamp);
}

/// <summary>What is known of the stay that the guest wants.</summary>
internal sealed record SlotsAnswer
{
    public string? City { get; init; }

    public DateOnly? CheckIn { get; init; }

    public DateOnly? CheckOut { get; init; }

    public int? Nights { get; init; }

    public int? Guests { get; init; }

    public decimal? Budget { get; init; }

    public string? Currency { get; init; }

    /// <summary>Other wishes for the stay, such as a pool.</summary>
    public required IReadOnlyList<string> Other { get; init; }

    /// <summary>The names of the slots that do not matter to the guest.</summary>
    public required IReadOnlyList<string> Open { get; init; }

    public required IReadOnlyList<string> Missing { get; init; }

    public static SlotsAnswer Of(BookingSlots slots) => new()
    {
        City = slots.City,
        CheckIn = slots.CheckInDate,
        CheckOut = slots.CheckOutDate,
        Nights = slots.NumberOfNights,
        Guests = slots.NumberOfGuests,
        Budget = slots.Budget,
        Currency = slots.BudgetCurrency,
        Other = [.. slots.Extras.Where(static extra => extra.Value.ValueKind is JsonValueKind.String).Select(static extra => extra.Value.GetString()!)],
        Open = [.. OpenNames.Where(name => slots.Open.HasFlag(name.Slot)).Select(name => name.Name)],
        Missing = slots.MissingSlots,
    };

    private static readonly (OpenSlots Slot, string Name)[] OpenNames =
    [
        (OpenSlots.City, SlotNames.City),
        (OpenSlots.CheckInDate, SlotNames.CheckInDate),
        (OpenSlots.CheckOutDate, SlotNames.CheckOutDate),
        (OpenSlots.NumberOfGuests, SlotNames.NumberOfGuests),
        (OpenSlots.Budget, SlotNames.Budget),
    ];
}
