namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>The exit codes, as docs/console.md and the help list them.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command was understood but could not be carried out.</summary>
    public const int Failure = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>The code with which shells report Ctrl+C.</summary>
    public const int Cancelled = 130;
}
