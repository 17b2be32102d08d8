namespace HospitalityMemory.Orchestrator.Agents;

/// <summary>The agents, as the session names who speaks.</summary>
internal static class AgentNames
{
    public const string Inquiry = "inquiry";
    public const string Availability = "availability";
    public const string Booking = "booking";

    /// <summary>The agent; the first one where a session names none of ours.</summary>
    public static string OrFirst(string? agent) => agent is Availability or Booking ? agent : Inquiry;
}
