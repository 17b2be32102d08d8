namespace HospitalityMemory.Testing;

/// <summary>A store did something else than its contract says.</summary>
public sealed class ConformanceException : Exception
{
    internal ConformanceException(string @case, string expected, string actual, string message, Exception? inner)
        : base(message, inner) => (Case, Expected, Actual) = (@case, expected, actual);

    /// <summary>The name of the case, as <see cref="ConformanceCase.Name"/> says it.</summary>
    public string Case { get; }

    /// <summary>What the contract asks for, as text.</summary>
    public string Expected { get; }

    /// <summary>What the store did, as text.</summary>
    public string Actual { get; }
}
