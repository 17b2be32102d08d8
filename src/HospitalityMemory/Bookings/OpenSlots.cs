namespace HospitalityMemory;

/// <summary>The slots that the guest said do not matter. Each is answered and has no value.</summary>
[Flags]
public enum OpenSlots
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Anywhere: <see cref="BookingSlots.City"/>.</summary>
    City = 1,

    /// <summary>Any day: <see cref="BookingSlots.CheckInDate"/>.</summary>
    CheckInDate = 2,

    /// <summary>Any length of the stay: <see cref="BookingSlots.CheckOutDate"/>.</summary>
    CheckOutDate = 4,

    /// <summary>Any number of guests: <see cref="BookingSlots.NumberOfGuests"/>.</summary>
    NumberOfGuests = 8,

    /// <summary>Any price: <see cref="BookingSlots.Budget"/>.</summary>
    Budget = 16,
}
