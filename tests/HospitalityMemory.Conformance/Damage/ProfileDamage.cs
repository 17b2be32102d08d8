using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>Profiles that a test can damage, as another program or a broken disk would.</summary>
public interface IProfileDamage : IDisposable
{
    /// <summary>The store as a process opens it that knows nothing of its data.</summary>
    IProfileStore Open();

    /// <summary>Makes a guest's profile such that it cannot be read, but leaves what is kept beside it.</summary>
    Task TearProfileAsync(string userId);

    /// <summary>The same with a booking.</summary>
    Task TearBookingAsync(string userId, string bookingId);

    /// <summary>Makes a guest's profile one of a newer schema.</summary>
    Task MakeNewerAsync(string userId);

    /// <summary>Puts what is stored as one guest's profile under the key of another.</summary>
    Task MisplaceProfileAsync(string userId, string toUserId);
}
