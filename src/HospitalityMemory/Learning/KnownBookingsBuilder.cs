namespace HospitalityMemory;

/// <summary>
/// Makes <see cref="KnownBookings"/> from all of a guest's bookings, given newest first. The bookings are not all kept.
/// </summary>
internal sealed class KnownBookingsBuilder(long learnsAfter)
{
    private readonly List<Booking> _latest = [];
    private readonly List<Booking> _teaching = [];
    private long _count;
    private long _teachingCount;
    private long _lastSequence;
    private DateOnly? _earlierLastDay;

    public void Add(Booking booking)
    {
        _count++;
        _lastSequence = Math.Max(_lastSequence, booking.Sequence);
        if (_latest.Count < KnownBookings.HistoryLength)
        {
            _latest.Add(booking);
        }
        else if (booking.IsBooked && (_earlierLastDay is null || booking.Dates.LastDay > _earlierLastDay))
        {
            _earlierLastDay = booking.Dates.LastDay;
        }

        if (booking.MayTeach && booking.Sequence > learnsAfter)
        {
            _teachingCount++;
            if (_teaching.Count < TravelRecord.MaxBookings)
            {
                _teaching.Add(booking);
            }
        }
    }

    public KnownBookings Build() => new()
    {
        Latest = BookingPrefix.From(KnownBookings.HistoryLimit, _latest, _count),
        Window = BookingPrefix.From(KnownBookings.WindowLimit, _teaching, _teachingCount),
        EarlierLastDay = _earlierLastDay,
        LastSequence = _lastSequence,
        LearnsAfter = learnsAfter,
    };
}
