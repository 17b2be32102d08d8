using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Which session of which guest an agent works in: all that stands of the memory in an agent's session. Immutable.</summary>
/// <param name="SessionId">The session's id, 1 to 256 characters.</param>
/// <param name="UserId">The guest; null for an anonymous session, of whose guest nothing is known.</param>
public sealed record GuestConversation(
    [property: JsonPropertyName("session_id")] string SessionId, [property: JsonPropertyName("user_id")] string? UserId);
