using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>Makes of a step of a random history what a memory would hand to the store by then.</summary>
internal static class HistoryMemory
{
    /// <summary>The messages of a step with their groups, given what the session holds.</summary>
    public static (MessageAppend Append, IReadOnlyList<int> Calls) AppendOf(SayStep step, HistoryModel model)
    {
        var groups = new JoinedGroups();
        var (calls, own) = (new List<int>(), new long[step.Lines.Length]);
        for (var i = 0; i < step.Lines.Length; i++)
        {
            // Below zero for a message of this append, zero for an orphan.
            own[i] = -1 - i;
            var line = step.Lines[i];
            own[i] = line.Kind switch
            {
                LineKind.LostResult => 0,
                LineKind.Result => GroupOfCall(line.Call, calls, model),
                LineKind.JointResult => groups.Join(
                    GroupOfCall(line.Call, calls, model), GroupOfCall(line.OtherCall, calls, model)),
                _ => own[i],
            };
            if (line.Kind is LineKind.Call)
            {
                calls.Add(i);
            }
        }

        var messages = step.Lines.Select((line, i) => MessageOf(line, model.LastSequence + 1 + i, ToGroup(groups.Of(own[i]))));
        return (new([.. messages]) { Merges = groups.Merges }, calls);
    }

    /// <summary>What a message becomes by a step; null where the session has none at that place.</summary>
    public static MessageReplacement? ReplacementOf(EditStep step, HistoryModel model)
    {
        if (step.Place >= model.Messages.Count)
        {
            return null;
        }

        var (sequence, content, facts) = model.Messages[step.Place];
        var message = new SessionMessage
        {
            Role = facts.StartsTurn ? MessageRole.User : MessageRole.Assistant,
            Content = step.Kind is EditKind.Text ? new('é', step.Bytes / 2) : content,
        };
        return new(sequence, model.Edits, step.Kind is EditKind.Remove ? null : message.WithSequence(sequence))
        {
            Weight = facts.Weight,
            IsSpared = step.Kind is EditKind.Spare || (step.Kind is not EditKind.Unspare && facts.IsSpared),
            StartsTurn = facts.StartsTurn,
        };
    }

    // Counts back through the calls of this append, then through the stored ones. 0 if there is none: the call has gone.
    private static long GroupOfCall(int fromLatest, List<int> calls, HistoryModel model) =>
        fromLatest < calls.Count ? -1 - calls[^(fromLatest + 1)]
        : fromLatest - calls.Count < model.Calls.Count ? model.GroupOf(model.Calls[^(fromLatest - calls.Count + 1)]) ?? 0
        : 0;

    private static MessageGroup ToGroup(long group) =>
        group < 0 ? MessageGroup.OfAppend((int)(-1 - group)) : group > 0 ? MessageGroup.Stored(group) : MessageGroup.Orphaned;

    private static NewMessage MessageOf(HistoryLine line, long number, MessageGroup group)
    {
        var role = line.Kind switch
        {
            LineKind.User or LineKind.Pinned => MessageRole.User,
            LineKind.System => MessageRole.System,
            LineKind.Assistant or LineKind.Call => MessageRole.Assistant,
            _ => MessageRole.Tool,
        };
        var message = new SessionMessage
        {
            Role = role,
            Content = line.Bytes > 40 ? new('é', line.Bytes / 2) : $"{line.Kind} {number}",
            Pinned = line.Kind is LineKind.Pinned,
            MessageId = line.MessageId,
        };
        return NewMessages.Of(message, 0, group) with { Weight = line.Weight };
    }

    /// <summary>Groups that became one: the lowest stored number stands for it, or else the first of the append.</summary>
    private sealed class JoinedGroups
    {
        private readonly Dictionary<long, long> _into = [];

        public IReadOnlyList<GroupMerge> Merges =>
            [.. _into.Keys.Where(group => group > 0 && Of(group) != group).Order().Select(group => new GroupMerge(group, Of(group)))];

        public long Of(long group) => _into.TryGetValue(group, out var into) ? Of(into) : group;

        /// <summary>Makes two groups one; an orphan joins the other.</summary>
        public long Join(long first, long second)
        {
            if (first is 0 || second is 0)
            {
                return first is 0 ? second : first;
            }

            var (one, other) = (Of(first), Of(second));
            if (one != other)
            {
                var into = one > 0 && other > 0 ? Math.Min(one, other) : Math.Max(one, other);
                _into[one == into ? other : one] = into;
            }

            return Of(first);
        }
    }
}
