using System.Collections.Concurrent;

namespace HospitalityMemory.Soak;

/// <summary>What one guest was promised: what the memory has acknowledged, and what it may have done besides.</summary>
internal sealed class GuestLedger(string userId)
{
    public string UserId => userId;

    public string SessionId { get; set; } = "";

    /// <summary>Bookings that were acknowledged, with the rating that was acknowledged last.</summary>
    public Dictionary<string, decimal?> Bookings { get; } = new(StringComparer.Ordinal);

    /// <summary>Bookings whose call failed: they may be there.</summary>
    public HashSet<string> UncertainBookings { get; } = new(StringComparer.Ordinal);

    /// <summary>Bookings whose rating failed: it may be the new one.</summary>
    public HashSet<string> UncertainRatings { get; } = new(StringComparer.Ordinal);

    /// <summary>Messages of the session that were acknowledged, by sequence number.</summary>
    public SortedDictionary<long, string> Messages { get; } = [];

    /// <summary>Messages whose call failed: they may be there.</summary>
    public HashSet<string> UncertainMessages { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the session is being begun, or the call failed: it may be there or not.</summary>
    public bool IsSessionUncertain { get; set; }

    /// <summary>Whether a call that ends it all failed, so that all of it may be there or gone.</summary>
    public bool IsUnknown { get; set; }

    public void Forget()
    {
        SessionId = "";
        Bookings.Clear();
        UncertainBookings.Clear();
        UncertainRatings.Clear();
        IsSessionUncertain = false;
        ForgetSession();
        IsUnknown = false;
    }

    public void ForgetSession()
    {
        Messages.Clear();
        UncertainMessages.Clear();
    }
}

/// <summary>What happened so far. Thread safe.</summary>
internal sealed class Progress
{
    private long _done;
    private long _refused;

    public long Done => Interlocked.Read(ref _done);

    /// <summary>Calls that failed with <see cref="MemoryUnavailableException"/>, which a disturbance explains.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>What must not be.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    public string State { get; set; } = "starting";

    public void Count() => Interlocked.Increment(ref _done);

    public void Refuse() => Interlocked.Increment(ref _refused);
}
