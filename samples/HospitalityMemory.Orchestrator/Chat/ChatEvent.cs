using System.Text.Json.Serialization;
using HospitalityMemory.Orchestrator.Sessions;

namespace HospitalityMemory.Orchestrator.Chat;

/// <summary>One event of a turn. Its kind says which of its members is set.</summary>
internal sealed record ChatEvent
{
    private ChatEvent(string kind) => Kind = kind;

    /// <summary>The name of the event.</summary>
    [JsonIgnore]
    public string Kind { get; }

    public string? SessionId { get; private init; }

    public string? Agent { get; private init; }

    public string? Text { get; private init; }

    public string? Tool { get; private init; }

    public SlotsAnswer? Slots { get; private init; }

    public string? Problem { get; private init; }

    public int? Status { get; private init; }

    public static ChatEvent InSession(string sessionId) => new("session") { SessionId = sessionId };

    /// <summary>The agent that speaks from here on.</summary>
    public static ChatEvent Speaks(string agent) => new("agent") { Agent = agent };

    public static ChatEvent Says(string text) => new("text") { Text = text };

    public static ChatEvent Calls(string tool) => new("tool") { Tool = tool };

    public static ChatEvent Knows(BookingSlots slots) => new("slots") { Slots = SlotsAnswer.Of(slots) };

    public static ChatEvent Done(string agent) => new("done") { Agent = agent };

    public static ChatEvent Failed(int status, string problem) => new("problem") { Status = status, Problem = problem };
}
