namespace HospitalityMemory;

/// <summary>Which tools an agent gets. They are joined by <c>|</c>.</summary>
[Flags]
public enum GuestToolSet
{
    /// <summary>No tool.</summary>
    None = 0,

    /// <summary><c>get_guest</c>: tells what is known of the guest.</summary>
    GetGuest = 1,

    /// <summary><c>set_slots</c>: keeps what the guest says of the stay.</summary>
    SetSlots = 2,

    /// <summary><c>get_missing_slots</c>: tells what is still to be asked.</summary>
    GetMissingSlots = 4,

    /// <summary><c>rank_properties</c>: orders properties by how well they fit the guest.</summary>
    RankProperties = 8,

    /// <summary><c>remember_wish</c>: keeps what the guest says of their taste.</summary>
    RememberWish = 16,

    /// <summary><c>forget_wish</c>: forgets it.</summary>
    ForgetWish = 32,

    /// <summary><c>complete_booking</c>: records the booking that was made.</summary>
    CompleteBooking = 64,

    /// <summary>All of them.</summary>
    All = GetGuest | SetSlots | GetMissingSlots | RankProperties | RememberWish | ForgetWish | CompleteBooking,
}
