namespace HospitalityMemory;

/// <summary>What a merge of two guests did, or would do. Immutable.</summary>
/// <remarks>
/// A merge that broke off and is called again tells of all that the guest that goes still has, also where it was copied before: until
/// the end, that is all.
/// </remarks>
public sealed record GuestMerge
{
    /// <summary>The guest that goes.</summary>
    public required string FromUserId { get; init; }

    /// <summary>The guest that stays.</summary>
    public required string IntoUserId { get; init; }

    /// <summary>How many bookings came, cancelled ones too.</summary>
    public required int Bookings { get; init; }

    /// <summary>
    /// How many of them the guest that stays had already: the same booking of the same id, or what a call that broke off had copied.
    /// </summary>
    public required int BookingsAlreadyThere { get; init; }

    /// <summary>Those that got another id, since the guest that stays has a different booking of theirs; in the order of their ids.</summary>
    public IReadOnlyList<RenamedBooking> RenamedBookings { get; init => field = value ?? []; } = [];

    /// <summary>How many wishes came. One about which the guest that stays said something later is not among them.</summary>
    public required int Wishes { get; init; }

    /// <summary>The wishes, of either guest, that are left out as the two have more than the 100 that a guest may have: the oldest.</summary>
    public IReadOnlyList<StatedPreference> WishesLeftOut { get; init => field = value ?? []; } = [];

    /// <summary>How many searches came. Of both guests' the latest 20 are kept, and none of a stay that is booked.</summary>
    public required int Searches { get; init; }

    /// <summary>The names of the attributes, and of other fields of the host's in the profile, whose values hold: they came, or were the same.</summary>
    public IReadOnlyList<string> Attributes { get; init => field = value ?? []; } = [];

    /// <summary>The names of those that both have with different values, of which the value of the guest that stays holds.</summary>
    public IReadOnlyList<string> AttributesLeftOut { get; init => field = value ?? []; } = [];

    /// <summary>The guest's word on learning from now on.</summary>
    public required ConsentStatus Consent { get; init; }

    /// <summary>When it was said; null where never, or where that is not known.</summary>
    public required DateTimeOffset? ConsentChangedAt { get; init; }

    /// <summary>How many live sessions came.</summary>
    public required int Sessions { get; init; }

    /// <summary>
    /// How many live sessions did not come: they cannot be read, or have no room for the longer id. They end by themselves, with their
    /// lifetime, or by an erasure of the guest that goes.
    /// </summary>
    public required int SessionsLeft { get; init; }

    /// <summary>
    /// Whether nothing is left of the guest that goes. False where sessions are left, and where others wrote to the guest again and again:
    /// call it again then, once they use the other id.
    /// </summary>
    public required bool IsComplete { get; init; }
}
