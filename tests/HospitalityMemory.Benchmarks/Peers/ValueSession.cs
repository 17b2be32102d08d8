using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// A session as an immutable value, the best content for a cache: readers need no copy. The attribute tells HybridCache that.
/// </summary>
[ImmutableObject(true)]
internal sealed record ValueSession
{
    public required string SessionId { get; init; }

    public string? UserId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public string? CurrentAgent { get; init; }

    public BookingSlots Slots { get; init; } = BookingSlots.Empty;

    public ImmutableArray<ValueMessage> Messages { get; init; } = [];

    public long LastSequence { get; init; }

    public long Version { get; init; }

    public static ValueSession New(string sessionId, IReadOnlyList<string> contents, DateTimeOffset now) => new()
    {
        SessionId = sessionId,
        UserId = "guest",
        CreatedAt = now,
        UpdatedAt = now,
        Slots = SampleSessions.Slots,
        Messages = [.. contents.Select((content, i) => new ValueMessage(SampleSessions.Role(i), content, now, i + 1))],
        LastSequence = contents.Count,
    };

    public ValueSession Append(MessageRole role, string content, DateTimeOffset now)
    {
        var from = Messages.Length < SampleSessions.MaxMessages ? 0 : 1;
        var messages = new ValueMessage[Messages.Length - from + 1];
        Messages.AsSpan()[from..].CopyTo(messages);
        messages[^1] = new(role, content, now, LastSequence + 1);
        return this with
        {
            Messages = ImmutableCollectionsMarshal.AsImmutableArray(messages),
            LastSequence = LastSequence + 1,
            UpdatedAt = now,
        };
    }

    public ValueSession UpdateSlots(BookingSlots changes, DateTimeOffset now)
    {
        SlotCheck.ThrowIfInvalid(changes);
        var slots = Slots with
        {
            City = changes.City ?? Slots.City,
            CheckInDate = changes.CheckInDate ?? Slots.CheckInDate,
            CheckOutDate = changes.CheckOutDate ?? Slots.CheckOutDate,
            NumberOfGuests = changes.NumberOfGuests ?? Slots.NumberOfGuests,
            Budget = changes.Budget ?? Slots.Budget,
            BudgetCurrency = changes.BudgetCurrency ?? Slots.BudgetCurrency,
        };
        return this with { Slots = slots, UpdatedAt = now, Version = Version + 1 };
    }
}

internal sealed record ValueMessage(MessageRole Role, string Content, DateTimeOffset Timestamp, long Sequence);
