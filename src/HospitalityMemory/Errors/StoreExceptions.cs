namespace HospitalityMemory;

/// <summary>
/// A write lost the race against other processes at every attempt, until the call's time was up; it has written nothing.
/// </summary>
public sealed class MemoryConcurrencyException : HospitalityMemoryException
{
    /// <summary>Makes the error for a write.</summary>
    /// <param name="attempts">How often the write was tried.</param>
    /// <param name="duration">For how long.</param>
    public MemoryConcurrencyException(int attempts, TimeSpan duration)
        : base(FormattableString.Invariant(
            $"Others changed the same data during each of {attempts} attempts in {duration.TotalSeconds:0.0##} seconds. Nothing was written; try again later."))
        => (Attempts, Duration) = (attempts, duration);

    /// <summary>How often the write was tried.</summary>
    public int Attempts { get; }

    /// <summary>For how long it was tried.</summary>
    public TimeSpan Duration { get; }
}

/// <summary>
/// A store cannot serve: it is out of reach, refuses, is full, or did not answer within the time of a call. Nothing is half
/// written.
/// </summary>
public sealed class MemoryUnavailableException : HospitalityMemoryException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">Which store it is, what it refused, and what helps.</param>
    public MemoryUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with its cause.</summary>
    /// <param name="message">Which store it is, what it refused, and what helps.</param>
    /// <param name="innerException">What the store's client said.</param>
    public MemoryUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
