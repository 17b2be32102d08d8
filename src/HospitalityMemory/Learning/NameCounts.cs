namespace HospitalityMemory;

/// <summary>How many stays share each name: of a city, a type, an amenity, a property. Filled by one thread, then only read.</summary>
/// <remarks>
/// Most guests have a handful of names, and a scan of those is faster than hashing. From <see cref="MostToScan"/> names on they
/// are looked up.
/// </remarks>
internal sealed class NameCounts
{
    private const int MostToScan = 16;
    private const int UsualNames = 8;

    private NameCount[] _counts = new NameCount[UsualNames];
    private Dictionary<string, int>? _places;
    private int _last = -1;

    public int Count { get; private set; }

    /// <summary>How many stays have a known name.</summary>
    public int KnownStays { get; private set; }

    /// <summary>The sum of the ratings of those stays, in the units of <see cref="RatingOf"/>.</summary>
    public long RatingSum { get; private set; }

    public ReadOnlySpan<NameCount> Names => _counts.AsSpan(0, Count);

    public static NameCounts Of(IReadOnlyList<Booking> stays, Func<Booking, string?> nameOf)
    {
        var counts = new NameCounts();
        for (var i = 0; i < stays.Count; i++)
        {
            counts.AddStay(nameOf(stays[i]), stays[i].CheckIn);
        }

        return counts;
    }

    public static string? TrimToNull(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    /// <summary>A stay's rating in ten-thousandths; neutral where there is none. Whole numbers add up exactly and fast.</summary>
    public static long RatingOf(Booking stay) => decimal.ToOACurrency(stay.GuestRating ?? TravelRecord.NeutralRating);

    /// <summary>Counts a stay with one name; a blank name does not count.</summary>
    public void AddStay(string? name, DateOnly checkIn)
    {
        if (TrimToNull(name) is { } known)
        {
            KnownStays++;
            Add(known, KnownStays, checkIn, rating: 0);
        }
    }

    /// <summary>Counts a stay with several names, each name once.</summary>
    public void AddStay(IReadOnlyList<string> names, DateOnly checkIn, long rating)
    {
        var stay = KnownStays + 1;
        for (var i = 0; i < names.Count; i++)
        {
            if (TrimToNull(names[i]) is { } known)
            {
                KnownStays = stay;
                Add(known, stay, checkIn, rating);
            }
        }

        RatingSum += KnownStays == stay ? rating : 0;
    }

    public int StaysOf(string? name) => name is not null && PlaceOf(name) is var place and >= 0 ? _counts[place].Stays : 0;

    public bool TryGet(string name, out NameCount count)
    {
        var place = PlaceOf(name);
        count = place >= 0 ? _counts[place] : default;
        return place >= 0;
    }

    /// <summary>Gives each name its <see cref="NameCount.Rank"/>.</summary>
    public void RankBy(AmenityOrder order)
    {
        for (var i = 0; i < Count; i++)
        {
            _counts[i].Rank = order.RankOf(_counts[i].Name);
        }
    }

    /// <summary>The first names in an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="best">The buffer for the result, whose length is the most that are wanted.</param>
    /// <returns>Their indexes in <see cref="Names"/>.</returns>
    public ReadOnlySpan<int> Best(NameOrder order, Span<int> best)
    {
        var length = 0;
        for (var i = 0; i < Count; i++)
        {
            var place = length;
            while (place > 0 && order(in _counts[i], in _counts[best[place - 1]]) < 0)
            {
                place--;
            }

            if (place < best.Length)
            {
                length = Math.Min(length + 1, best.Length);
                best[place..(length - 1)].CopyTo(best[(place + 1)..]);
                best[place] = i;
            }
        }

        return best[..length];
    }

    private void Add(string name, int stay, DateOnly checkIn, long rating)
    {
        var place = PlaceOf(name);
        if (place < 0)
        {
            place = Append(name);
        }

        ref var count = ref _counts[place];
        if (count.LastCounted != stay)
        {
            count.Stays++;
            count.RatingSum += rating;
            count.LastCounted = stay;
            count.LastStay = checkIn > count.LastStay ? checkIn : count.LastStay;
        }
    }

    private int PlaceOf(string name)
    {
        // Names mostly follow each other as they did in the stay before.
        var next = _last + 1;
        var place = next < Count && _counts[next].Name == name ? next : Search(name);
        _last = place >= 0 ? place : _last;
        return place;
    }

    private int Search(string name)
    {
        if (_places is not null)
        {
            return _places.GetValueOrDefault(name, -1);
        }

        var names = Names;
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private int Append(string name)
    {
        if (Count == _counts.Length)
        {
            Array.Resize(ref _counts, 2 * Count);
        }

        _counts[Count].Name = name;
        if (_places is not null)
        {
            _places.Add(name, Count);
        }
        else if (Count == MostToScan)
        {
            _places = new(4 * MostToScan, StringComparer.Ordinal);
            for (var i = 0; i <= Count; i++)
            {
                _places.Add(_counts[i].Name, i);
            }
        }

        _last = Count;
        return Count++;
    }
}

/// <summary>Below 0 where the first one comes before the second.</summary>
internal delegate int NameOrder(in NameCount x, in NameCount y);

/// <summary>How many stays share a name.</summary>
internal struct NameCount
{
    /// <summary>The name, compared ordinally, without spaces around it.</summary>
    public string Name;

    /// <summary>How many stays.</summary>
    public int Stays;

    /// <summary>The latest check-in of these stays.</summary>
    public DateOnly LastStay;

    /// <summary>
    /// For amenities: the sum of the ratings of these stays, in the units of <see cref="NameCounts.RatingOf"/>.
    /// </summary>
    public long RatingSum;

    /// <summary>
    /// For amenities: the place in the <see cref="AmenityOrder"/>; 0 for all before <see cref="NameCounts.RankBy"/>.
    /// </summary>
    public int Rank;

    /// <summary>The number of the last stay that was counted, from 1. A stay that has a name twice counts once.</summary>
    public int LastCounted;

    /// <summary>Most stays first; among equals the more recent first, then by name (ordinal).</summary>
    public static int ByStays(in NameCount x, in NameCount y) => x.Stays != y.Stays ? y.Stays.CompareTo(x.Stays) : ByRecency(in x, in y);

    /// <summary>
    /// The greatest sum of ratings first; among equals the smaller rank first, then the more recent, then by name (ordinal).
    /// </summary>
    public static int ByRatings(in NameCount x, in NameCount y) =>
        x.RatingSum != y.RatingSum ? y.RatingSum.CompareTo(x.RatingSum)
        : x.Rank != y.Rank ? x.Rank.CompareTo(y.Rank)
        : ByRecency(in x, in y);

    private static int ByRecency(in NameCount x, in NameCount y)
    {
        var byLastStay = y.LastStay.CompareTo(x.LastStay);
        return byLastStay is not 0 ? byLastStay : string.CompareOrdinal(x.Name, y.Name);
    }
}
