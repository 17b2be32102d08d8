namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Something that the user can put right; the message says what.</summary>
internal sealed class UserErrorException(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static UserErrorException UnknownGuest(string userId) =>
        new($"There is no guest \"{userId}\" in this store. Is it the right one (--store), and the id spelled as it was recorded?");

    /// <summary>A command line that was not understood; the help of its command is named behind the message.</summary>
    public static UserErrorException Usage(string message) => new(message, ExitCodes.Usage);
}
