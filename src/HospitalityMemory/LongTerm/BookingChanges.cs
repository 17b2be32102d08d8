namespace HospitalityMemory;

/// <summary>Records a booking, or amends the one of its id; one of the same content changes nothing.</summary>
internal readonly record struct RecordBooking(Booking Given, ConsentRule Consent) : IProfileChange
{
    /// <summary>What one store would keep as an additional field, and another would not, is refused by all.</summary>
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
            return BookingRules.HasSameContent(recorded, Given)
                ? ChangedProfile.Unchanged
                : ReplacedBooking.In(profile, recorded, BookingRules.Amend(recorded, Given));
        }

        // The memory's own copy. Numbered again where another write came first: what that attempt made is seen by nobody.
        Given.AssignSequence(profile.Bookings.LastSequence + 1);
        var bookings = profile.Bookings.Add(Given);

        // Without consent it is recorded all the same. Forgetting again moves on from where bookings teach, so that a
        // consent given later does not reach back to it.
        return new(profile, Consent.HasConsent(profile) ? bookings : bookings.Forget(), Given);
    }
}

/// <summary>Notes how satisfied the guest was.</summary>
internal readonly record struct RateBooking(string BookingId, decimal Rating) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var (profile, recorded) = start.Recorded(BookingId);
        return recorded.GuestRating == Rating
            ? ChangedProfile.Unchanged
            : ReplacedBooking.In(profile, recorded, recorded with { GuestRating = Rating });
    }
}

/// <summary>Cancels a booking; cancelled again it stays as it is.</summary>
internal readonly record struct CancelBooking(string BookingId) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start)
    {
        var (profile, recorded) = start.Recorded(BookingId);
        return recorded.CancelledAt is not null
            ? ChangedProfile.Unchanged
            : ReplacedBooking.In(profile, recorded, recorded with { CancelledAt = start.Now });
    }
}

file static class ReplacedBooking
{
    public static ChangedProfile In(UserProfile profile, Booking before, Booking after) => new(profile, profile.Bookings.Replace(before, after), after);
}
