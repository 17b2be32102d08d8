namespace HospitalityMemory;

/// <summary>A write was made to the profile of a guest who has none.</summary>
public sealed class ProfileNotFoundException : HospitalityMemoryException
{
    /// <summary>Makes the error for a guest.</summary>
    /// <param name="userId">The guest that was asked for.</param>
    public ProfileNotFoundException(string userId)
        : base("The guest has no profile. Create it with InitializeUserProfileAsync.")
        => UserId = userId;

    /// <summary>The guest that was asked for.</summary>
    public string UserId { get; }
}

/// <summary>A write was made to a booking that the guest does not have.</summary>
public sealed class BookingNotFoundException : HospitalityMemoryException
{
    /// <summary>Makes the error for a booking.</summary>
    /// <param name="userId">The guest that was asked for.</param>
    /// <param name="bookingId">The booking that was asked for.</param>
    public BookingNotFoundException(string userId, string bookingId)
        : base("The guest has no booking of this id. Record it with AddBookingToHistoryAsync.")
    {
        UserId = userId;
        BookingId = bookingId;
    }

    /// <summary>The guest that was asked for.</summary>
    public string UserId { get; }

    /// <summary>The booking that was asked for.</summary>
    public string BookingId { get; }
}
