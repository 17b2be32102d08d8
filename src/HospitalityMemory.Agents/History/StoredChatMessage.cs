using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>A message of the history.</summary>
/// <param name="Message">The message.</param>
/// <param name="Sequence">Its place in the session; 0 while it is not known.</param>
/// <param name="RunId">The run that said it; null if no agent's run said it.</param>
internal sealed record StoredChatMessage(ChatMessage Message, long Sequence, string? RunId);
