namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>An error that the user can correct. The message says how.</summary>
internal sealed class UserErrorException(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static UserErrorException UnknownGuest(string userId) =>
        new($"There is no guest \"{userId}\" in this store. Is it the right one (--store), and the id spelled as it was recorded?");

    /// <summary>A command line that was not understood. The program points to the command's help after the message.</summary>
    public static UserErrorException Usage(string message) => new(message, ExitCodes.Usage);
}
