namespace HospitalityMemory;

/// <summary>What became of a booking. Only one that is <see cref="Booked"/> teaches.</summary>
public enum BookingStatus
{
    /// <summary>It stands: the guest stayed, stays or is expected.</summary>
    Booked,

    /// <summary>It was cancelled, no matter by whom.</summary>
    Cancelled,

    /// <summary>The guest did not come.</summary>
    NoShow,
}
