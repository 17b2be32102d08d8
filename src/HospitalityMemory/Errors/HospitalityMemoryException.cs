namespace HospitalityMemory;

/// <summary>The root of every error that this library itself raises, bad arguments apart.</summary>
/// <remarks>
/// Bad arguments are <see cref="ArgumentException"/>, bad settings
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>. No message holds guest data.
/// </remarks>
public abstract class HospitalityMemoryException : Exception
{
    /// <summary>Makes an error with a message.</summary>
    /// <param name="message">What went wrong, and what is allowed.</param>
    protected HospitalityMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error with a message and its cause.</summary>
    /// <param name="message">What went wrong, and what is allowed.</param>
    /// <param name="innerException">The cause; kept, never swallowed.</param>
    protected HospitalityMemoryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
