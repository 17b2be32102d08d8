using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// Messages that will be appended to a session. The constructor writes their JSON, on the caller's thread.
/// </summary>
internal sealed class MessageAddition
{
    private readonly IReadOnlyList<NewMessage> _messages;
    private readonly IReadOnlyList<GroupMerge> _merges;
    private readonly byte[][] _data;

    public MessageAddition(MessageAppend append)
    {
        _messages = append.Messages;
        _merges = append.Merges;
        _data = [.. append.Messages.Select(static message => StoredValues.Json(message.Message, MemoryJson.WriteMessage))];
    }

    /// <summary>Appends the messages, and trims the session to its limits.</summary>
    public SessionWriteResult Write(DatabaseConnection connection, string sessionId, DateTimeOffset now, SessionLimits limits)
    {
        if (SessionRow.Find(connection, sessionId, now) is not { } row)
        {
            return new(SessionWriteStatus.NotFound);
        }

        var placed = Place(connection, row);
        var added = Facts(placed);
        var plan = TrimmingPlan.Make(connection, row, new() { StateBytes = row.StateBytes, Added = added, Merges = _merges }, limits);
        if (!plan.Fits)
        {
            return plan.TooLarge();
        }

        foreach (var merge in _merges)
        {
            connection.Execute(SessionSchema.MergeGroups, row.Key, merge.From, merge.Into);
        }

        row = Insert(connection, row, placed);
        (row, var lost) = plan.Apply(connection, row.WrittenAt(now, limits), limits);
        row.Save(connection);
        return Result(placed, added.Count) with
        {
            Trimmed = plan.Dropped.Count,
            Waiting = (int)row.WaitingCount,
            WaitingLost = lost,
        };
    }

    /// <summary>The sequence number and the group of each message. A message with a known id keeps the place that it had.</summary>
    private Placed[] Place(DatabaseConnection connection, SessionRow row)
    {
        var placed = new Placed[_messages.Count];
        Dictionary<UInt128, int>? own = null;
        var last = row.LastSequence;
        for (var i = 0; i < placed.Length; i++)
        {
            var message = _messages[i];
            if (message.IdHash is { } hash)
            {
                own ??= [];
                if (!own.TryAdd(hash, i))
                {
                    placed[i] = placed[own[hash]] with { IsNew = false };
                    continue;
                }

                if (row.Ids > 0 && connection.Scalar(SessionSchema.GetSequenceOfId, row.Key, SessionRow.Blob(hash)) is long known)
                {
                    placed[i] = new(known, GroupOfStored(connection, row.Key, known), IsNew: false);
                    continue;
                }
            }

            last++;
            placed[i] = new(last, GroupOf(message.Group, i, last, placed), IsNew: true);
        }

        return placed;
    }

    /// <summary>The message's group; 0, as for an orphan, if the message is gone.</summary>
    private long GroupOfStored(DatabaseConnection connection, long session, long sequence) =>
        StoredFacts.Find(connection, session, sequence) is { } facts ? StoredFacts.MergedGroup(facts.Group, _merges) : 0;

    private long GroupOf(MessageGroup group, int index, long sequence, Placed[] placed) =>
        !group.IsOfAppend ? StoredFacts.MergedGroup(group.Number, _merges)
        : group.Index == index ? sequence
        : placed[group.Index].Group;

    private List<MessageFacts> Facts(Placed[] placed)
    {
        var facts = new List<MessageFacts>(placed.Length);
        for (var i = 0; i < placed.Length; i++)
        {
            if (placed[i].IsNew)
            {
                var message = _messages[i];
                facts.Add(new(placed[i].Group, message.Weight, _data[i].Length, message.IsSpared, message.StartsTurn));
            }
        }

        return facts;
    }

    private SessionRow Insert(DatabaseConnection connection, SessionRow row, Placed[] placed)
    {
        var (last, ids) = (row.LastSequence, row.Ids);
        for (var i = 0; i < placed.Length; i++)
        {
            var (sequence, group, isNew) = placed[i];
            if (!isNew)
            {
                continue;
            }

            var message = _messages[i];
            connection.Execute(
                SessionSchema.InsertMessage,
                row.Key,
                sequence,
                group,
                (long)message.Weight,
                (long)_data[i].Length,
                message.IsSpared ? 1L : 0L,
                message.StartsTurn ? 1L : 0L,
                _data[i]);
            last = sequence;
            if (message.IdHash is { } hash)
            {
                connection.Execute(SessionSchema.InsertId, row.Key, sequence, SessionRow.Blob(hash));
                ids++;
            }
        }

        if (ids > SessionLimits.RememberedIds)
        {
            ids -= connection.Execute(SessionSchema.DeleteOldestIds, row.Key, ids - SessionLimits.RememberedIds);
        }

        return row with { LastSequence = last, Ids = ids };
    }

    private SessionWriteResult Result(Placed[] placed, int added) => new(SessionWriteStatus.Done)
    {
        FirstSequence = placed[0].Sequence,
        Sequences = added == placed.Length ? null : Array.ConvertAll(placed, static place => place.Sequence),
        Message = placed is [{ IsNew: true, Sequence: var only }] ? _messages[0].Message.WithSequence(only) : null,
    };

    private readonly record struct Placed(long Sequence, long Group, bool IsNew);
}
