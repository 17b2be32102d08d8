namespace HospitalityMemory;

/// <summary>What a learner knows of one guest: a window of the latest bookings, bounded whatever the length of the history.</summary>
/// <remarks>
/// <para>Immutable and thread safe. Of the bookings that the guest lets the platform learn from, cancelled ones and no-shows not among
/// them, the latest <see cref="MaxBookings"/> (newest check-in first; of one day, the greater id first, ordinal), as many of
/// them as together weigh at most <see cref="MaxBytes"/>. So the same bookings make the same record in whichever order
/// they were recorded, amended or cancelled. Older ones are in the guest's history, and teach no more.</para>
/// <para>A booking weighs 128 bytes, its texts in UTF-8, 4 bytes for each amenity, and its additional fields as JSON. The
/// latest is there whatever it weighs.</para>
/// </remarks>
public sealed class TravelRecord
{
    private GuestNames? _names;

    /// <summary>How many bookings there are at most.</summary>
    public const int MaxBookings = 100;

    /// <summary>How much the bookings weigh together at most, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>What a stay counts for that the guest did not rate: the middle of 1 to 5.</summary>
    internal const decimal NeutralRating = (BookingRules.MinRating + BookingRules.MaxRating) / 2;

    /// <summary>Makes a record, for a test or to show a learner a part of one.</summary>
    /// <param name="bookings">The bookings, newest check-in first.</param>
    /// <param name="searches">What was searched for and not booked, newest first.</param>
    public TravelRecord(IReadOnlyList<Booking> bookings, IReadOnlyList<SearchedStay> searches)
    {
        ArgumentNullException.ThrowIfNull(bookings);
        ArgumentNullException.ThrowIfNull(searches);
        Bookings = bookings;
        Searches = searches;
    }

    /// <summary>Nothing is known.</summary>
    public static TravelRecord Empty { get; } = new([], []);

    /// <summary>
    /// The bookings, newest check-in first; those that are still to come too, as what is booked says as much about taste as what
    /// was stayed. What was stayed is <see cref="StaysUntil"/>.
    /// </summary>
    public IReadOnlyList<Booking> Bookings { get; }

    /// <summary>What was searched for and not booked, newest first.</summary>
    public IReadOnlyList<SearchedStay> Searches { get; }

    /// <summary>What was stayed: the bookings whose first night has come, newest check-in first.</summary>
    /// <param name="day">The day.</param>
    /// <returns>Those with a check-in on the day or before.</returns>
    public IReadOnlyList<Booking> StaysUntil(DateOnly day) => CountToCome(day) is > 0 and var toCome ? [.. Bookings.Skip(toCome)] : Bookings;

    /// <summary>What is booked and not yet stayed, the next check-in first.</summary>
    /// <param name="day">The day.</param>
    /// <returns>Those with a check-in after the day.</returns>
    public IReadOnlyList<Booking> BookingsToComeAfter(DateOnly day) => [.. Bookings.Take(CountToCome(day)).Reverse()];

    /// <summary>Its names, once they were looked up.</summary>
    internal GuestNames? Names
    {
        init => _names = value;
    }

    /// <summary>The names of the record by some rules, looked up once.</summary>
    // Two threads may compute this at once; both get the same result.
    internal GuestNames NamesBy(NameRules rules) => _names is { } known && known.Rules == rules ? known : _names = new(this, rules);

    /// <summary>How many of the bookings are to come: they are the first.</summary>
    internal int CountToCome(DateOnly day)
    {
        var count = 0;
        while (count < Bookings.Count && Bookings[count].CheckIn > day)
        {
            count++;
        }

        return count;
    }
}
