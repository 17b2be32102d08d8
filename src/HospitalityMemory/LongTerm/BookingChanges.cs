namespace HospitalityMemory;

/// <summary>
/// Records a booking, or merges it into the booking with its id. A booking that says nothing new changes nothing.
/// </summary>
internal readonly record struct RecordBooking(Booking Given, ConsentRule Consent, string DefaultCurrency) : IProfileChange
{
    /// <summary>Refuses an additional field that some stores would keep and others would read as the booking's own.</summary>
    /// <exception cref="ArgumentException">An additional field has the name of a field of the booking's own.</exception>
    public static void ThrowIfMistakable(Booking booking, string parameterName)
    {
        if (booking.AdditionalFields.Count > 0 && BookingJson.MistakableField(booking) is { } name)
        {
            throw new ArgumentException(
                $"{parameterName} has '{name}', which is a field of the booking's own; set that, or choose another name. Nothing was changed.", parameterName);
        }
    }

    public ChangedProfile Apply(in WriteStart start)
    {
        var profile = start.ProfileOrNew;
        if (start.Booking is { } recorded)
        {
            return ReplacedBooking.InCase(profile, recorded, BookingMerge.Of(recorded, Given, DefaultCurrency), start.Names);
        }

        // This is the memory's own copy. A repeated attempt may number it again, as nobody has seen the result of a lost one.
        var added = BookingRules.Complete(Given, DefaultCurrency);
        added.AssignSequence(profile.Bookings.LastSequence + 1);
        var bookings = profile.Bookings.Add(added, start.Names);

        // A booking is recorded even without consent. Forgetting again moves the point from which bookings teach past it, and a
        // later consent does not reach back to it.
        return new(profile, Consent.HasConsent(profile) ? bookings : bookings.Forget(), added);
    }
}

/// <summary>
/// Records several bookings as <see cref="RecordBooking"/> would, one after the other. A booking that is given twice is merged
/// with the later one.
/// </summary>
internal readonly record struct RecordBookings(IReadOnlyList<Booking> Given, ConsentRule Consent, string DefaultCurrency) : IProfileChange
{
    /// <summary>The memory's own copies of bookings that may be recorded, each with what was left out of it.</summary>
    /// <exception cref="ArgumentException">
    /// There are too many bookings, or one is not allowed; the message says which.
    /// </exception>
    public static IReadOnlyList<RecordedBooking> Check(IReadOnlyList<Booking> bookings)
    {
        ArgumentNullException.ThrowIfNull(bookings);
        if (bookings.Count > ILongTermMemory.MaxBookingsAtOnce)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"bookings has {bookings.Count} entries; at most {ILongTermMemory.MaxBookingsAtOnce} are recorded at once. Nothing was changed."),
                nameof(bookings));
        }

        var given = BookingRules.TakeAll(bookings);
        for (var i = 0; i < given.Length; i++)
        {
            RecordBooking.ThrowIfMistakable(given[i].Booking, FormattableString.Invariant($"bookings[{i}].AdditionalFields"));
        }

        return given;
    }

    public ChangedProfile Apply(in WriteStart start)
    {
        var profile = start.ProfileOrNew;
        var known = profile.Bookings;
        var recorded = new Dictionary<string, Booking>(start.RecordedBookings ?? new Dictionary<string, Booking>(), StringComparer.Ordinal);
        var changed = new Dictionary<string, Booking>(StringComparer.Ordinal);
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var given in Given)
        {
            // Each booking is applied as if the ones before it were committed.
            var one = new RecordBooking(given, Consent, DefaultCurrency).Apply(start with
            {
                Profile = profile with { Bookings = known },
                Booking = recorded.GetValueOrDefault(given.BookingId),
            });
            if (one.Booking is { } booking)
            {
                if (!recorded.ContainsKey(booking.BookingId))
                {
                    added.Add(booking.BookingId);
                }

                recorded[booking.BookingId] = changed[booking.BookingId] = booking;
                known = one.Bookings!;
            }
        }

        SeveralBookings several = new(
            [.. Given.Select(given => recorded[given.BookingId])], [.. changed.Values], [.. added.Select(id => recorded[id])]);
        return (changed.Count is 0 ? ChangedProfile.Unchanged : new(profile, known)) with { Several = several };
    }
}

/// <summary>Lets a function of the host's change anything in a booking.</summary>
internal readonly record struct AmendBooking(string BookingId, Func<Booking, Booking> Amend, string DefaultCurrency) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var (profile, recorded) = start.Recorded(BookingId);
        var amended = Amend(recorded) ?? throw Refuse("The function returned null; it must return the booking");
        if (amended.BookingId != recorded.BookingId)
        {
            throw Refuse("The function changed the booking's id, which must stay");
        }

        var next = BookingRules.Normalize(BookingSums.Follow(recorded, amended), DefaultCurrency) with { Sequence = recorded.Sequence };
        RecordBooking.ThrowIfMistakable(next, "booking.AdditionalFields");
        return ReplacedBooking.InCase(profile, recorded, next, start.Names);
    }

    private static ArgumentException Refuse(string problem, string parameterName = "amend") => new($"{problem}. Nothing was changed.", parameterName);
}

/// <summary>Records how satisfied the guest was.</summary>
internal readonly record struct RateBooking(string BookingId, decimal Rating) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var (profile, recorded) = start.Recorded(BookingId);
        return recorded.GuestRating == Rating
            ? ChangedProfile.Unchanged
            : ReplacedBooking.In(profile, recorded, recorded with { GuestRating = Rating }, start.Names);
    }
}

/// <summary>Cancels a booking. A cancelled booking stays as it is.</summary>
internal readonly record struct CancelBooking(string BookingId) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var (profile, recorded) = start.Recorded(BookingId);
        return recorded.Status is BookingStatus.Cancelled
            ? ChangedProfile.Unchanged
            : ReplacedBooking.In(profile, recorded, recorded with { Status = BookingStatus.Cancelled, CancelledAt = start.Now }, start.Names);
    }
}

/// <summary>A profile in which a booking is replaced.</summary>
internal static class ReplacedBooking
{
    /// <summary>Replaces a booking if the new one says something else.</summary>
    public static ChangedProfile InCase(UserProfile profile, Booking before, Booking after, NameRules names) =>
        BookingMerge.AreSame(before, after) ? ChangedProfile.Unchanged : In(profile, before, after, names);

    public static ChangedProfile In(UserProfile profile, Booking before, Booking after, NameRules names) =>
        new(profile, profile.Bookings.Replace(before, after, names), after);
}
