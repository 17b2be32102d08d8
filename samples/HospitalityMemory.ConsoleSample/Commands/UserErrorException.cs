namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Something that the user can put right; the message says what.</summary>
internal sealed class UserErrorException(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static UserErrorException UnknownGuest(string userId) => new($"There is no guest \"{userId}\".");

    public static UserErrorException Usage(string message) => new($"{message} Try --help.", ExitCodes.Usage);
}
