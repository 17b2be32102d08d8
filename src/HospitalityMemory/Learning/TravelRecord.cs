namespace HospitalityMemory;

/// <summary>What a learner knows of one guest: bounded, whatever the length of the history.</summary>
/// <remarks>
/// Immutable and thread safe. Holds the stays that the guest lets the platform learn from; cancelled ones are not among
/// them. Those among the latest 20 bookings are there in full, those before them as counts, so that the same bookings
/// make the same record in whichever order they were recorded.
/// </remarks>
public sealed class TravelRecord
{
    // Whoever comes first counts; whoever comes at the same moment counts the same.
    private EarlierStays? _all;

    /// <summary>Makes a record.</summary>
    /// <param name="stays">The latest stays in full, newest check-in first.</param>
    /// <param name="earlier">All stays before them, as counts.</param>
    /// <param name="searches">What was searched for and not booked, newest first.</param>
    public TravelRecord(IReadOnlyList<Booking> stays, EarlierStays earlier, IReadOnlyList<SearchedStay> searches)
    {
        ArgumentNullException.ThrowIfNull(stays);
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(searches);
        Stays = stays;
        Earlier = earlier;
        Searches = searches;
    }

    /// <summary>Nothing is known.</summary>
    public static TravelRecord Empty { get; } = new([], EarlierStays.None, []);

    /// <summary>The latest stays in full, newest check-in first.</summary>
    public IReadOnlyList<Booking> Stays { get; }

    /// <summary>All stays before <see cref="Stays"/>, as counts.</summary>
    public EarlierStays Earlier { get; }

    /// <summary>What was searched for and not booked, newest first.</summary>
    public IReadOnlyList<SearchedStay> Searches { get; }

    /// <summary>How many stays there are in all.</summary>
    public int Count => Stays.Count + Earlier.Count;

    /// <summary>All stays as counts, for a learner or analyzer to which the latest are like the others.</summary>
    /// <returns>The counts.</returns>
    public EarlierStays CountAll() => _all ??= Earlier.Add([.. Stays]);
}
