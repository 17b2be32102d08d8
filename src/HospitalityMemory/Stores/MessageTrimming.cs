namespace HospitalityMemory.Stores;

/// <summary>Which messages a full session lets go. A pure function, so that every store trims alike.</summary>
public static class MessageTrimming
{
    /// <summary>Selects what to drop so that at most <paramref name="keep"/> messages are left.</summary>
    /// <param name="messages">The messages, oldest first, those just appended included.</param>
    /// <param name="keep">How many may stay.</param>
    /// <returns>
    /// The indexes to drop, ascending; empty for none. Whole groups go, oldest first: an assistant's message with tool call
    /// ids, and the tool messages after it that answer them. A group with a pinned message stays, and so does the group of the newest
    /// message; so more than <paramref name="keep"/> may be left.
    /// </returns>
    public static IReadOnlyList<int> SelectDropped(IReadOnlyList<SessionMessage> messages, int keep) => throw new NotImplementedException();
}
