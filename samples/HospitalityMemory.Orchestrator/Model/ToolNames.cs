namespace HospitalityMemory.Orchestrator.Model;

/// <summary>The tools that the rules can call.</summary>
internal static class ToolNames
{
    public const string SetSlots = "set_slots";
    public const string RememberWish = "remember_wish";
    public const string RankProperties = "rank_properties";
    public const string CompleteBooking = "complete_booking";

    /// <summary>The sample's own tool, which searches the catalogue.</summary>
    public const string SearchProperties = "search_properties";

    /// <summary>The sample's own tool, which forgets the slots of the stay that was booked.</summary>
    public const string StartNewTrip = "start_new_trip";

    public const string HandOffPrefix = "handoff_to_";
}
