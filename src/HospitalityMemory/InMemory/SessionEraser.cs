namespace HospitalityMemory.Stores;

/// <summary>Ends all sessions of a guest, each under its own lock.</summary>
internal sealed class SessionEraser(SessionTable table)
{
    public ErasedSessions Erase(string userId, long now)
    {
        var found = Find(userId);
        var ended = new List<SessionEnd>();
        foreach (var entry in found)
        {
            lock (entry)
            {
                if (!entry.Life.HasEnded && entry.Info.UserId == userId)
                {
                    ended.Add(table.End(entry, entry.Life.Expires > now ? SessionEndReason.Deleted : SessionEndReason.Expired));
                }
            }
        }

        // Sessions are kept as objects here, so none can be unreadable.
        return new() { Found = found.Count, Erased = ended.Count, Ended = ended, Unreadable = 0, Left = Find(userId).Count };
    }

    /// <summary>
    /// All sessions of a guest, live or not. They are read in parts, which holds the index for a short time only.
    /// </summary>
    private List<SessionEntry> Find(string userId)
    {
        var found = new List<SessionEntry>();
        List<SessionEntry> some;
        do
        {
            // A part begins with the last session of the part before, if that is still there.
            var last = found.Count is 0 ? null : found[^1];
            some = table.Index.OfUser(userId, last, SessionIndex.LongestHold);
            found.AddRange(some.Where(entry => entry != last));
        }
        while (some.Count == SessionIndex.LongestHold);
        return found;
    }
}
