namespace HospitalityMemory;

/// <summary>A booking of the guest that goes, on its way to the one that stays.</summary>
/// <param name="Booking">The booking as it is recorded. It teaches where it did.</param>
/// <param name="Ids">The ids under which it may be recorded there: its own, then derived ones, for the case that another booking has that.</param>
/// <param name="Copied">What this merge has recorded of it there already; null for nothing.</param>
internal readonly record struct MovingBooking(Booking Booking, IReadOnlyList<string> Ids, Booking? Copied)
{
    /// <summary>How many ids a booking may have to be looked for under.</summary>
    public const int MaxIds = 3;

    public static MovingBooking Of(Booking booking, string fromUserId, Booking? copied) => new(
        booking,
        [booking.BookingId, .. Enumerable.Range(0, MaxIds - 1).Select(attempt => MergeMark.DerivedId(booking.BookingId, fromUserId, attempt))],
        copied);

    /// <summary>Under which id it is to be recorded, and what is recorded there of the same booking.</summary>
    /// <param name="recorded">The bookings of the guest that stays, by their ids.</param>
    /// <param name="names">How cities are compared.</param>
    public (string Id, Booking? There) PlaceAmong(IReadOnlyDictionary<string, Booking> recorded, NameRules names)
    {
        if (Copied is { } copied)
        {
            return (copied.BookingId, recorded.GetValueOrDefault(copied.BookingId));
        }

        foreach (var id in Ids)
        {
            if (!recorded.TryGetValue(id, out var there))
            {
                return (id, null);
            }

            if (AreOne(there, Booking, names))
            {
                return (id, there);
            }
        }

        throw new InvalidOperationException(
            $"A booking of the guest that is to go has an id that another booking has, and {MaxIds - 1} ids derived from it are other bookings' too. Nothing was changed by this step.");
    }

    /// <summary>
    /// Whether two bookings with one id are one: they agree on the day and the city, and on the property where both name one. All else
    /// may differ, as one of them may have been amended since.
    /// </summary>
    private static bool AreOne(Booking x, Booking y, NameRules names) =>
        x.CheckIn == y.CheckIn
        && names.IsSameCity(x.City, x.Country, y.City, y.Country)
        && (x.PropertyId is null || y.PropertyId is null || x.PropertyId == y.PropertyId);
}

/// <summary>Records bookings of another guest, those first that were recorded first. Done again it changes nothing.</summary>
/// <param name="Given">The bookings.</param>
/// <param name="Consent">Whether may be learned.</param>
/// <param name="DefaultCurrency">The currency of a price that names none.</param>
internal readonly record struct MergeBookings(IReadOnlyList<MovingBooking> Given, ConsentRule Consent, string DefaultCurrency) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var profile = MergeTarget.Of(start);
        var mayTeach = Consent.HasConsent(profile);
        var known = profile.Bookings;
        var recorded = new Dictionary<string, Booking>(start.RecordedBookings ?? new Dictionary<string, Booking>(), StringComparer.Ordinal);
        var (placed, changed, added) = (new List<Booking>(Given.Count), new List<Booking>(), new List<Booking>());
        foreach (var given in Given)
        {
            var (id, there) = given.PlaceAmong(recorded, start.Names);
            var next = Next(given, id, there, known.LastSequence);
            placed.Add(next);
            if (there is not null && BookingMerge.AreSame(there, next))
            {
                continue;
            }

            if (there is null)
            {
                added.Add(next);
                known = Added(known, next, mayTeach, start.Names);
            }
            else
            {
                known = known.Replace(there, next, start.Names);
            }

            recorded[id] = next;
            changed.Add(next);
        }

        return (changed.Count is 0 ? ChangedProfile.Unchanged : new(profile, known)) with { Several = new(placed, changed, added) };
    }

    private Booking Next(in MovingBooking given, string id, Booking? there, long lastSequence)
    {
        var copy = given.Booking with { BookingId = id, Sequence = there?.Sequence ?? lastSequence + 1 };

        // What this merge copied, and nobody has touched since, is the other guest's still: what changed there holds here.
        return there is null || (given.Copied is { } copied && BookingMerge.AreSame(there, copied))
            ? copy
            : BookingMerge.Of(copy, there, DefaultCurrency) with { Sequence = there.Sequence };
    }

    /// <summary>A stay of long ago answers no search of today for its city, as a new booking would.</summary>
    private static KnownBookings Added(KnownBookings known, Booking booking, bool mayTeach, NameRules names)
    {
        var next = known.Add(booking, names) with { Searches = StaySearches.WithoutSameDay(known.Searches, booking, names) };
        return mayTeach ? next : next.Forget();
    }
}
