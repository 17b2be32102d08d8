namespace HospitalityMemory;

/// <summary>When a guest stays: the day of check-in, and the day of check-out where it is known.</summary>
/// <remarks>Immutable and thread safe. Days are those of the property's own calendar.</remarks>
public readonly record struct StayDates
{
    /// <summary>Makes the dates of a stay.</summary>
    /// <param name="checkIn">The day of check-in.</param>
    /// <param name="checkOut">The day of check-out, which is check-in's where no night is slept (day use); null where unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">Check-out is before check-in.</exception>
    public StayDates(DateOnly checkIn, DateOnly? checkOut)
    {
        if (checkOut is { } end && end < checkIn)
        {
            throw new ArgumentOutOfRangeException(nameof(checkOut), end, "Check-out must not be before check-in.");
        }

        CheckIn = checkIn;
        CheckOut = checkOut;
    }

    /// <summary>The day of check-in.</summary>
    public DateOnly CheckIn { get; }

    /// <summary>The day of check-out; null where unknown.</summary>
    public DateOnly? CheckOut { get; }

    /// <summary>The length of the stay in nights, 0 for day use; null where check-out is unknown.</summary>
    public int? Nights => CheckOut is { } end ? end.DayNumber - CheckIn.DayNumber : null;

    /// <summary>
    /// The last day on which the guest is known to be there: check-out, or check-in where that is unknown.
    /// </summary>
    public DateOnly LastDay => CheckOut ?? CheckIn;
}
