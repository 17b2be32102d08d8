namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>Guests in a SQLite file: this library's, and those that a team would write in its place.</summary>
internal interface IGuestStore : IAsyncDisposable
{
    string Name { get; }

    /// <summary>
    /// Puts a booking and the guest's profile into the file in one transaction, which is on disk when the call returns. A booking
    /// that exists already changes nothing.
    /// </summary>
    ValueTask BookAsync(string userId, Booking booking);
}
