namespace HospitalityMemory.Import;

/// <summary>What an import came to so far: outcomes are added as they come.</summary>
/// <remarks>Takes the same room after a hundred rows and after a hundred million. Not thread safe.</remarks>
public sealed class ImportReport
{
    private readonly ReasonTable _refusals = new();
    private readonly ReasonTable _losses = new();
    private readonly GuestTable _guests = new();

    /// <summary>All rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Bookings that were not there before.</summary>
    public long Added { get; private set; }

    /// <summary>Rows that changed a booking which was there, also where an earlier row had brought it.</summary>
    public long Merged { get; private set; }

    /// <summary>Rows that say nothing new.</summary>
    public long Unchanged { get; private set; }

    /// <summary>Rows recorded by a memory that does not say whether they were there.</summary>
    public long Recorded { get; private set; }

    /// <summary>Rows that were not taken.</summary>
    public long Refused { get; private set; }

    /// <summary>Of the rows that were taken, those of bookings that were cancelled, or to which nobody came.</summary>
    public long Cancelled { get; private set; }

    /// <summary>Of the rows that were taken, those of which something was left out.</summary>
    public long InPart { get; private set; }

    /// <summary>Rows that were taken.</summary>
    public long Taken => Rows - Refused;

    /// <summary>How many guests they are of; a lower bound where <see cref="AreGuestsExact"/> is false.</summary>
    public long Guests => _guests.Count;

    /// <summary>Whether <see cref="Guests"/> is exact: up to 500,000 are told apart.</summary>
    public bool AreGuestsExact => _guests.IsExact;

    /// <summary>The guest with most bookings in the rows; of several the one who came to them first. Null for none.</summary>
    public string? BusiestGuest => _guests.Busiest;

    /// <summary>Why rows were refused, the most frequent reason first.</summary>
    public IReadOnlyList<ImportReason> Refusals => _refusals.ToList();

    /// <summary>What was left out of rows that were taken, the most frequent reason first.</summary>
    public IReadOnlyList<ImportReason> Losses => _losses.ToList();

    /// <summary>Counts a row.</summary>
    /// <param name="outcome">What became of it.</param>
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

    /// <summary>Whether any row of a guest was taken; always true once guests are not told apart.</summary>
    /// <param name="userId">The guest.</param>
    /// <returns>Whether there was one.</returns>
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

/// <summary>A reason for which rows were refused, or something of them left out.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="FirstLine">The line of the first of them.</param>
/// <param name="Example">What is wrong in that line.</param>
public sealed record ImportReason(string Reason, long Rows, long FirstLine, string Example);
