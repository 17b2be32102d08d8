namespace HospitalityMemory.Import;

/// <summary>The totals of an import so far. Outcomes are added as they come.</summary>
/// <remarks>It takes the same memory after a hundred rows and after a hundred million. Not thread safe.</remarks>
public sealed class ImportReport
{
    private readonly ReasonTable _refusals = new();
    private readonly ReasonTable _losses = new();
    private readonly GuestTable _guests = new();

    /// <summary>All rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Bookings that did not exist before.</summary>
    public long Added { get; private set; }

    /// <summary>Rows that changed an existing booking, also one that an earlier row had added.</summary>
    public long Merged { get; private set; }

    /// <summary>Rows that say nothing new.</summary>
    public long Unchanged { get; private set; }

    /// <summary>Rows recorded by a memory that does not say whether the bookings existed before.</summary>
    public long Recorded { get; private set; }

    /// <summary>Rows that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Rows that were taken and whose booking was cancelled or a no-show.</summary>
    public long Cancelled { get; private set; }

    /// <summary>Rows that were taken and of which something was left out.</summary>
    public long InPart { get; private set; }

    /// <summary>Rows that were taken.</summary>
    public long Taken => Rows - Refused;

    /// <summary>How many guests the taken rows have; a lower bound if <see cref="AreGuestsExact"/> is false.</summary>
    public long Guests => _guests.Count;

    /// <summary>Whether <see cref="Guests"/> is exact. Up to 500,000 guests are told apart.</summary>
    public bool AreGuestsExact => _guests.IsExact;

    /// <summary>
    /// The guest with the most bookings in the rows. Among equals it is the one who reached the number first. Null if there is none.
    /// </summary>
    public string? BusiestGuest => _guests.Busiest;

    /// <summary>Why rows were refused, the most frequent reason first.</summary>
    public IReadOnlyList<ImportReason> Refusals => _refusals.ToList();

    /// <summary>What was left out of rows that were taken, the most frequent reason first.</summary>
    public IReadOnlyList<ImportReason> Losses => _losses.ToList();

    /// <summary>Counts a row.</summary>
    /// <param name="outcome">The row's outcome.</param>
    public void Add(BookingOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        Rows++;
        if (outcome.Kind is ImportOutcomeKind.Refused)
        {
            Refused++;
            _refusals.Add(outcome.Line, outcome.Problems);
            return;
        }

        CountTaken(outcome.Kind);
        Cancelled += outcome.Booking is { Status: not BookingStatus.Booked } ? 1 : 0;
        InPart += outcome.Problems.Count > 0 ? 1 : 0;
        _losses.Add(outcome.Line, outcome.Problems);
        _guests.Add(outcome.UserId ?? "");
    }

    /// <summary>Whether any row of a guest was taken. It is always true once guests are not told apart any more.</summary>
    /// <param name="userId">The guest.</param>
    /// <returns>Whether there was such a row.</returns>
    public bool HasGuest(string userId) => !_guests.IsExact || _guests.Has(userId);

    private void CountTaken(ImportOutcomeKind kind)
    {
        switch (kind)
        {
            case ImportOutcomeKind.Added:
                Added++;
                break;
            case ImportOutcomeKind.Merged:
                Merged++;
                break;
            case ImportOutcomeKind.Unchanged:
                Unchanged++;
                break;
            default:
                Recorded++;
                break;
        }
    }
}

/// <summary>A reason why rows were refused, or why something of them was left out.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="FirstLine">The line of the first of them.</param>
/// <param name="Example">What is wrong in that line.</param>
public sealed record ImportReason(string Reason, long Rows, long FirstLine, string Example);
