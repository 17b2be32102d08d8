namespace HospitalityMemory;

internal static class StoreChoice
{
    /// <summary>The key under which the container holds the stores that were chosen, not yet wrapped.</summary>
    public const string Key = "HospitalityMemory.ChosenStore";
}
