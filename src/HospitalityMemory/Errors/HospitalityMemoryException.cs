namespace HospitalityMemory;

/// <summary>The base of all errors that this library raises itself, except for bad arguments.</summary>
/// <remarks>
/// Bad arguments raise <see cref="ArgumentException"/>, bad settings
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>. No message contains guest data.
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
