namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>docs/console.md and the help tell them.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command was understood and could not be done.</summary>
    public const int Failure = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl+C, as shells report it.</summary>
    public const int Cancelled = 130;
}
