using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>What the memory could not keep of a run. Immutable.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Messages">The messages as they were said.</param>
/// <param name="KeptInPart">
/// Whether they are kept in part: what is too large was shortened or left out, and a text in its place says so. False
/// where nothing of them is kept.
/// </param>
/// <param name="Cause">Why.</param>
public sealed record UnstoredMessages(GuestConversation Conversation, IReadOnlyList<ChatMessage> Messages, bool KeptInPart, Exception Cause);
