namespace HospitalityMemory.Stores;

/// <summary>Which messages a full session lets go. A pure function, so that every store trims alike.</summary>
public static class MessageTrimming
{
    /// <summary>Selects what to drop so that at most <paramref name="keep"/> messages are left.</summary>
    /// <param name="messages">The messages, oldest first, those just appended included.</param>
    /// <param name="keep">How many may stay; at least 1.</param>
    /// <returns>
    /// The indexes to drop, ascending; empty for none. Whole groups go, oldest first: an assistant's message with tool
    /// call ids, and the tool messages after it that answer them. A group with a pinned message stays, and so does the
    /// group of the newest message; so more than <paramref name="keep"/> may be left.
    /// </returns>
    /// <remarks>
    /// The rule sees only what is there: a tool message whose call is not among <paramref name="messages"/> is a group
    /// of its own. So the answer to a call that was trimmed before it came stands alone, until it is the oldest and
    /// goes. A host that adds a call and its results together never sees that; others look for the call before they
    /// hand such a message to a model.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keep"/> is below 1.</exception>
    public static IReadOnlyList<int> SelectDropped(IReadOnlyList<SessionMessage> messages, int keep)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var excess = messages.Count - keep;
        if (excess <= 0)
        {
            return [];
        }

        if (excess is 1 && FirstPlainMessage(messages, messages.Count) is var single and >= 0)
        {
            return [single];
        }

        var groups = new Groups(messages);
        var dropped = new List<int>(excess);
        for (var i = 0; i < messages.Count && dropped.Count < excess; i++)
        {
            if (groups.IsFirstOfGroup(i) && groups.MayGo(i))
            {
                groups.AddMembers(i, dropped);
            }
        }

        dropped.Sort();
        return dropped;
    }

    /// <summary>
    /// The index of the oldest message that may go, where that is plain to see: it is no part of a tool call, nor is
    /// any before it. Otherwise -1, which says nothing. Allocates nothing, and as a rule looks at one message.
    /// </summary>
    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="count">How many there are with those still to be appended; the last of these never goes.</param>
    internal static int FirstPlainMessage(IReadOnlyList<SessionMessage> messages, int count)
    {
        for (var i = 0; i < messages.Count && i < count - 1; i++)
        {
            var message = messages[i];
            if (message.HasToolCallIds)
            {
                return -1;
            }

            if (!message.Pinned)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Which messages belong together. A group is known by the index of its oldest message.</summary>
    private sealed class Groups
    {
        private readonly IReadOnlyList<SessionMessage> _messages;
        private readonly int[] _first;
        private readonly bool[] _stays;

        public Groups(IReadOnlyList<SessionMessage> messages)
        {
            _messages = messages;
            _first = new int[messages.Count];
            _stays = new bool[messages.Count];
            var callers = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < messages.Count; i++)
            {
                _first[i] = i;
                foreach (var callId in messages[i].ToolCallIds)
                {
                    if (messages[i].Role is MessageRole.Assistant)
                    {
                        callers[callId] = i;
                    }
                    else if (messages[i].Role is MessageRole.Tool && callers.TryGetValue(callId, out var caller))
                    {
                        Join(caller, i);
                    }
                }
            }

            for (var i = 0; i < messages.Count; i++)
            {
                _stays[FirstOf(i)] |= messages[i].Pinned || i == messages.Count - 1;
            }
        }

        public bool IsFirstOfGroup(int index) => FirstOf(index) == index;

        public bool MayGo(int first) => !_stays[first];

        public void AddMembers(int first, List<int> members)
        {
            members.Add(first);

            // Only a caller's group has more than one member, so that a plain message costs no walk.
            if (!_messages[first].HasToolCallIds)
            {
                return;
            }

            for (var i = first + 1; i < _first.Length; i++)
            {
                if (FirstOf(i) == first)
                {
                    members.Add(i);
                }
            }
        }

        /// <summary>One tool message may answer the calls of two messages, which then are one group.</summary>
        private void Join(int one, int other)
        {
            var (a, b) = (FirstOf(one), FirstOf(other));
            _first[Math.Max(a, b)] = Math.Min(a, b);
        }

        private int FirstOf(int index)
        {
            while (_first[index] != index)
            {
                index = _first[index];
            }

            return index;
        }
    }
}
