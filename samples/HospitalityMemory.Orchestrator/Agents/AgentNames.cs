namespace HospitalityMemory.Orchestrator.Agents;

/// <summary>The names of the agents, as a session stores who speaks.</summary>
internal static class AgentNames
{
    public const string Inquiry = "inquiry";
    public const string Availability = "availability";
    public const string Booking = "booking";

    /// <summary>The agent; the first agent if the session names none of these.</summary>
    public static string OrFirst(string? agent) => agent is Availability or Booking ? agent : Inquiry;
}
