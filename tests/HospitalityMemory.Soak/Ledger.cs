using System.Collections.Concurrent;

namespace HospitalityMemory.Soak;

/// <summary>The promises to one guest: what the memory has acknowledged, and what it may have done besides.</summary>
internal sealed class GuestLedger(string userId)
{
    public string UserId => userId;

    public string SessionId { get; set; } = "";

    /// <summary>Acknowledged bookings, each with its last acknowledged rating.</summary>
    public Dictionary<string, decimal?> Bookings { get; } = new(StringComparer.Ordinal);

    /// <summary>Bookings whose call failed: they may be stored or not.</summary>
    public HashSet<string> UncertainBookings { get; } = new(StringComparer.Ordinal);

    /// <summary>Bookings whose rating failed: either rating may be stored.</summary>
    public HashSet<string> UncertainRatings { get; } = new(StringComparer.Ordinal);

    /// <summary>Acknowledged messages of the session, by sequence number.</summary>
    public SortedDictionary<long, string> Messages { get; } = [];

    /// <summary>Messages whose call failed: they may be stored or not.</summary>
    public HashSet<string> UncertainMessages { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the session is being begun, or that call failed: it may exist or not.</summary>
    public bool IsSessionUncertain { get; set; }

    /// <summary>Whether a call failed that ends everything: all of it may be stored or gone.</summary>
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

/// <summary>The events so far. Thread safe.</summary>
internal sealed class Progress
{
    private long _done;
    private long _refused;

    public long Done => Interlocked.Read(ref _done);

    /// <summary>Calls that failed with <see cref="MemoryUnavailableException"/>, which a disturbance explains.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Events that must not happen.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    public string State { get; set; } = "starting";

    public void Count() => Interlocked.Increment(ref _done);

    public void Refuse() => Interlocked.Increment(ref _refused);
}
