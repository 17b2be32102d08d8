namespace HospitalityMemory;

/// <summary>The result of an update that keeps the valid slots and refuses the others.</summary>
/// <remarks>Immutable and thread safe.</remarks>
public sealed record SlotUpdate
{
    /// <summary>The session after the change; unchanged where no slot was valid or new.</summary>
    public required SessionInfo Session { get; init; }

    /// <summary>The slots before the change. Compare them with those of <see cref="Session"/> to see what it did.</summary>
    public required BookingSlots Before { get; init; }

    /// <summary>Every refused slot with the reason; empty where everything was kept.</summary>
    public IReadOnlyList<SlotError> Refused { get; init => field = value ?? []; } = [];

    /// <summary>The unknown names that were kept as extras and were not there before.</summary>
    public IReadOnlyList<NewExtra> NewExtras { get; init => field = value ?? []; } = [];
}

/// <summary>A name that belongs to no slot and was kept as an extra.</summary>
/// <param name="Name">The name as it was given.</param>
/// <param name="NearestSlot">
/// The slot that was probably meant, as its name differs in a letter or two; null where none is near.
/// </param>
public sealed record NewExtra(string Name, string? NearestSlot);
