using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>Profiles that a test can damage, as another program or a broken disk would.</summary>
public interface IProfileDamage : IDisposable
{
    /// <summary>Opens the store as a new process would, which has read nothing yet.</summary>
    IProfileStore Open();

    /// <summary>Makes a guest's profile unreadable, but leaves what is stored beside it.</summary>
    Task TearProfileAsync(string userId);

    /// <summary>Makes a booking unreadable.</summary>
    Task TearBookingAsync(string userId, string bookingId);

    /// <summary>Gives a guest's profile a newer schema version.</summary>
    Task MakeNewerAsync(string userId);

    /// <summary>Copies a guest's stored profile to the key of another guest.</summary>
    Task MisplaceProfileAsync(string userId, string toUserId);
}
