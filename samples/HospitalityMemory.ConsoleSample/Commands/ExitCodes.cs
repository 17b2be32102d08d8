namespace HospitalityMemory.ConsoleSample.Commands;

internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl+C, as shells report it.</summary>
    public const int Cancelled = 130;
}
