namespace HospitalityMemory;

/// <summary>
/// A write lost the race against other processes every time it was tried, until the time of the call was up; nothing of
/// it was written.
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
    /// <param name="message">Which store, what it refused and what helps.</param>
    public MemoryUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with its cause.</summary>
    /// <param name="message">Which store, what it refused and what helps.</param>
    /// <param name="innerException">What the store's client said.</param>
    public MemoryUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// Stored data cannot be read: it has a newer schema than this library knows, or is not of the schema at all.
/// </summary>
public sealed class SchemaVersionException : HospitalityMemoryException
{
    /// <summary>Makes the error for data of a newer schema.</summary>
    /// <param name="found">The version that the data states.</param>
    /// <param name="supported">The newest version that this library reads.</param>
    public SchemaVersionException(int found, int supported)
        : base(FormattableString.Invariant(
            $"The data has schema_version {found}; this version of HospitalityMemory reads up to {supported}. Update the library."))
    {
        Found = found;
        Supported = supported;
    }

    /// <summary>Makes the error for data that does not follow the schema.</summary>
    /// <param name="message">What is wrong with the data.</param>
    /// <param name="innerException">
    /// What the reader threw; kept as its type and place, without its message, which may quote the data.
    /// </param>
    public SchemaVersionException(string message, Exception? innerException)
        : base(message, RedactedException.Of(innerException))
    {
    }

    /// <summary>The version that the data states; null where it is not of the schema at all.</summary>
    public int? Found { get; }

    /// <summary>The newest version that this library reads; null where the data is not of the schema at all.</summary>
    public int? Supported { get; }
}
