using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Finds what new messages belong to. A message with a tool call id that an earlier one has belongs to that one's group: a
/// result to its call, an answer to the request for approval. An agent's call begins a group of its own, unless it stands
/// in one append with an earlier message of that id that no tool has answered.
/// </summary>
internal sealed class MessageGroups(ISessionStore store, SessionLimits limits)
{
    // A call stands a few messages before its result; where it does not, all messages are read.
    private const int LatestMessages = 64;

    /// <summary>Whether a message by itself needs no look at others.</summary>
    public static bool StandsAlone(SessionMessage message) => !message.HasToolCallIds || message.Role == MessageRole.Assistant;

    public async ValueTask<MessageAppend> GroupAsync(
        string sessionId, NewMessage[] messages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var groups = new Groups(messages);
        if (groups.Wanted is { Count: > 0 } wanted)
        {
            var stored = await FindAsync(sessionId, [.. wanted.Keys], LatestMessages, now, cancellationToken).ConfigureAwait(false);
            if (stored.Count < wanted.Count)
            {
                stored = await FindAsync(sessionId, [.. wanted.Keys], int.MaxValue, now, cancellationToken).ConfigureAwait(false);
            }

            groups.Add(stored);
        }

        return groups.ToAppend();
    }

    /// <summary>The groups of the latest messages that have some call ids, as far as they are among the latest of all.</summary>
    private async ValueTask<Dictionary<string, long>> FindAsync(
        string sessionId, HashSet<string> callIds, int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        var latest = await store.GetMessagesAsync(sessionId, new(max, After: null), now, limits, cancellationToken).ConfigureAwait(false);
        for (var i = (latest?.Messages.Count ?? 0) - 1; i >= 0 && found.Count < callIds.Count; i--)
        {
            var stored = latest!.Messages[i];
            foreach (var callId in stored.Message.ToolCallIds)
            {
                if (callIds.Contains(callId))
                {
                    found.TryAdd(callId, stored.Group);
                }
            }
        }

        return found;
    }

    /// <summary>The groups of one append. Each is known by the index of its first message.</summary>
    private sealed class Groups
    {
        private readonly NewMessage[] _messages;
        private readonly int[] _first;
        private readonly Dictionary<string, Call> _calls = new(StringComparer.Ordinal);
        private readonly Dictionary<int, SortedSet<long>> _stored = [];

        public Groups(NewMessage[] messages)
        {
            _messages = messages;
            _first = [.. Enumerable.Range(0, messages.Length)];
            for (var i = 0; i < messages.Length; i++)
            {
                foreach (var callId in messages[i].Message.ToolCallIds)
                {
                    Place(i, callId);
                }
            }
        }

        /// <summary>The call ids of which no earlier message is in the append, with the message that has each.</summary>
        public Dictionary<string, int> Wanted { get; } = new(StringComparer.Ordinal);

        /// <summary>Says which stored groups have the wanted calls.</summary>
        public void Add(Dictionary<string, long> stored)
        {
            foreach (var (callId, group) in stored)
            {
                // 0 is the group of those whose call was gone already when they came.
                if (group > 0)
                {
                    var first = FirstOf(Wanted[callId]);
                    if (!_stored.TryGetValue(first, out var groups))
                    {
                        _stored.Add(first, groups = []);
                    }

                    groups.Add(group);
                }
            }
        }

        public MessageAppend ToAppend() => new([.. _messages.Select((message, index) => message with { Group = GroupOf(index) })])
        {
            Merges = [.. _stored.Values.SelectMany(groups => groups.Skip(1).Select(group => new GroupMerge(group, groups.Min)))],
        };

        private void Place(int index, string callId)
        {
            var role = _messages[index].Message.Role;
            var isKnown = _calls.TryGetValue(callId, out var earlier);
            var beginsAnew = role == MessageRole.Assistant && (!isKnown || earlier.IsAnswered);
            if (!beginsAnew && isKnown)
            {
                var (a, b) = (FirstOf(earlier.Index), FirstOf(index));
                _first[Math.Max(a, b)] = Math.Min(a, b);
            }
            else if (!beginsAnew)
            {
                Wanted.TryAdd(callId, index);
            }

            _calls[callId] = new(index, role == MessageRole.Tool || (!beginsAnew && earlier.IsAnswered));
        }

        private MessageGroup GroupOf(int index)
        {
            var first = FirstOf(index);
            var message = _messages[first];
            return _stored.TryGetValue(first, out var groups) ? MessageGroup.Stored(groups.Min)
                : StandsAlone(message.Message) || message.IsSpared ? MessageGroup.OfAppend(first)
                : MessageGroup.Orphaned;
        }

        private int FirstOf(int index)
        {
            while (_first[index] != index)
            {
                index = _first[index];
            }

            return index;
        }

        private readonly record struct Call(int Index, bool IsAnswered);
    }
}
