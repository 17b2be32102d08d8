namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>Guests in a SQLite file: ours, and what a team would write in its place.</summary>
internal interface IGuestStore : IAsyncDisposable
{
    string Name { get; }

    /// <summary>
    /// Puts a booking and the guest's profile into the file, in one transaction that is on the disk when it returns. A
    /// booking that is there already changes nothing.
    /// </summary>
    ValueTask BookAsync(string userId, Booking booking);
}
