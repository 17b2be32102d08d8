namespace HospitalityMemory;

/// <summary>What became of slots of which the right ones were kept.</summary>
/// <remarks>Immutable and thread safe.</remarks>
public sealed record SlotUpdate
{
    /// <summary>The session after the change; as it was where nothing was right, or new.</summary>
    public required SessionInfo Session { get; init; }

    /// <summary>The slots that the change was made to: beside those of <see cref="Session"/> they tell what it did.</summary>
    public required BookingSlots Before { get; init; }

    /// <summary>Every slot that was refused, with the reason; empty where all was kept.</summary>
    public IReadOnlyList<SlotError> Refused { get; init => field = value ?? []; } = [];

    /// <summary>The names that are no slot's and were kept as extras that were not there before.</summary>
    public IReadOnlyList<NewExtra> NewExtras { get; init => field = value ?? []; } = [];
}

/// <summary>A name that is no slot's, kept as an extra.</summary>
/// <param name="Name">The name as it was given.</param>
/// <param name="NearestSlot">The slot that was probably meant, as its name is a letter or two away; null where none is near.</param>
public sealed record NewExtra(string Name, string? NearestSlot);
