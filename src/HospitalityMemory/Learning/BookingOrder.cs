namespace HospitalityMemory;

/// <summary>The order of a guest's bookings: newest check-in first; on the same day by descending id (ordinal).</summary>
internal static class BookingOrder
{
    public static int Compare(Booking x, Booking y) => Compare(x, y.CheckIn, y.BookingId);

    /// <summary>Below 0 where the booking is newer than the place, above 0 where it is older.</summary>
    public static int Compare(Booking booking, DateOnly checkIn, string bookingId)
    {
        var byCheckIn = checkIn.CompareTo(booking.CheckIn);
        return byCheckIn is not 0 ? byCheckIn : string.CompareOrdinal(bookingId, booking.BookingId);
    }
}
