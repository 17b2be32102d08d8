namespace HospitalityMemory.Benchmarks;

/// <summary>
/// A session as a program without a library would keep it: plain objects with the same fields, changed in place under a lock.
/// </summary>
internal sealed class MutableSession
{
    public required string SessionId { get; set; }

    public string? UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public string? CurrentAgent { get; set; }

    public Dictionary<string, string>? Context { get; set; }

    public Dictionary<string, string>? BookingData { get; set; }

    public MutableSlots Slots { get; set; } = new();

    public List<MutableMessage> Messages { get; set; } = [];

    public long LastSequence { get; set; }

    public long Version { get; set; }

    public static MutableSession New(string sessionId, IReadOnlyList<string> contents, DateTimeOffset now)
    {
        var session = new MutableSession
        {
            SessionId = sessionId,
            UserId = "guest",
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = now.AddMinutes(30),
        };
        session.Slots.Set(SampleSessions.Slots);
        for (var i = 0; i < contents.Count; i++)
        {
            session.Append(SampleSessions.Role(i), contents[i], now);
        }

        return session;
    }

    public void Append(MessageRole role, string content, DateTimeOffset now)
    {
        Messages.Add(new MutableMessage { Role = role, Content = content, Timestamp = now, Sequence = ++LastSequence });
        if (Messages.Count > SampleSessions.MaxMessages)
        {
            Messages.RemoveAt(0);
        }

        UpdatedAt = now;
    }

    public void UpdateSlots(BookingSlots changes, DateTimeOffset now)
    {
        SlotCheck.ThrowIfInvalid(changes);
        Slots.Set(changes);
        Version++;
        UpdatedAt = now;
    }

    public MutableSession Clone() => new()
    {
        SessionId = SessionId,
        UserId = UserId,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        ExpiresAt = ExpiresAt,
        CurrentAgent = CurrentAgent,
        Context = Context is null ? null : new(Context),
        BookingData = BookingData is null ? null : new(BookingData),
        Slots = Slots.Clone(),
        Messages = Messages.ConvertAll(static message => message.Clone()),
        LastSequence = LastSequence,
        Version = Version,
    };
}

internal sealed class MutableMessage
{
    public MessageRole Role { get; set; }

    public required string Content { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public long Sequence { get; set; }

    public bool Pinned { get; set; }

    public string? Agent { get; set; }

    public string? Name { get; set; }

    public List<string>? ToolCallIds { get; set; }

    public MutableMessage Clone()
    {
        var clone = (MutableMessage)MemberwiseClone();
        clone.ToolCallIds = ToolCallIds is null ? null : [.. ToolCallIds];
        return clone;
    }
}

internal sealed class MutableSlots
{
    public string? City { get; set; }

    public DateOnly? CheckInDate { get; set; }

    public DateOnly? CheckOutDate { get; set; }

    public int? NumberOfGuests { get; set; }

    public decimal? Budget { get; set; }

    public string? BudgetCurrency { get; set; }

    public Dictionary<string, string>? Extras { get; set; }

    public void Set(BookingSlots changes)
    {
        City = changes.City ?? City;
        CheckInDate = changes.CheckInDate ?? CheckInDate;
        CheckOutDate = changes.CheckOutDate ?? CheckOutDate;
        NumberOfGuests = changes.NumberOfGuests ?? NumberOfGuests;
        Budget = changes.Budget ?? Budget;
        BudgetCurrency = changes.BudgetCurrency ?? BudgetCurrency;
        if (changes.Extras.Count > 0)
        {
            Extras ??= [];
            foreach (var (name, json) in changes.Extras)
            {
                Extras[name] = json.GetRawText();
            }
        }
    }

    public MutableSlots Clone()
    {
        var clone = (MutableSlots)MemberwiseClone();
        clone.Extras = Extras is null ? null : new(Extras);
        return clone;
    }
}

/// <summary>The rules that a small peer would have.</summary>
internal static class SlotCheck
{
    public static void ThrowIfInvalid(BookingSlots slots)
    {
        if (slots.NumberOfGuests is < 1 or > 1000)
        {
            throw new ArgumentException("number_of_guests must be 1 to 1000.", nameof(slots));
        }

        if (slots.Budget is <= 0)
        {
            throw new ArgumentException("budget must be above 0.", nameof(slots));
        }
    }
}
