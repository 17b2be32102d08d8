namespace HospitalityMemory.Stores;

/// <summary>Appends one message.</summary>
internal readonly ref struct AppendOne(ref readonly NewMessage added) : ISessionStep
{
    private readonly ref readonly NewMessage _added = ref added;

    public void Run(SessionEntry entry, ref RoomClaim claim, out SessionWriteResult result)
    {
        ref readonly var message = ref _added;
        if (message.HasId && entry.Ids?.Find(message.IdHash!.Value) is { } known and > 0)
        {
            // The id is known: the message is or was there, so the result is only its number.
            new MessageChange(entry, entry.Messages, []).Run(ref entry.Facts, ref claim, out result);
            result = result with { FirstSequence = known, Sequences = [known] };
            return;
        }

        var sequence = entry.LastSequence + 1;
        var stored = message.Message.WithSequence(sequence);
        var before = entry.Facts;
        entry.Facts.Add(
            stored, message.Group.IsOfAppend ? sequence : message.Group.Number, message.Weight, message.IsSpared, message.StartsTurn);
        var ids = message.HasId ? RememberedIds.BytesWithOneMore(entry.Ids) : entry.Ids?.Bytes ?? 0;
        new MessageChange(entry, entry.Messages, new(ref stored))
        {
            BringsSpared = message.IsSpared,
            IdBytes = ids,
            Told = stored,
        }.Run(ref entry.Facts, ref claim, out result);
        if (result.Status is not SessionWriteStatus.Done)
        {
            entry.Facts.UndoTo(before);
            return;
        }

        entry.LastSequence = sequence;
        if (message.HasId)
        {
            (entry.Ids ??= new()).Add(message.IdHash!.Value, sequence);
        }
    }
}

/// <summary>Appends messages, all or none.</summary>
internal readonly ref struct AppendMany(NewMessage[] messages, IReadOnlyList<GroupMerge> merges) : ISessionStep
{
    public void Run(SessionEntry entry, ref RoomClaim claim, out SessionWriteResult result)
    {
        var appended = new Appended(Merged(entry), entry, messages);
        for (var i = 0; i < messages.Length; i++)
        {
            appended.Add(i);
        }

        var change = new MessageChange(entry, entry.Messages, appended.Messages.ToArray())
        {
            BringsSpared = appended.BringsSpared,
            IdBytes = appended.Ids?.Bytes ?? 0,
        };
        change.Run(ref appended.Facts, ref claim, out result);
        if (result.Status is SessionWriteStatus.Done)
        {
            (entry.Facts, entry.Ids, entry.LastSequence) = (appended.Facts, appended.Ids, appended.Last);
            result = result with
            {
                FirstSequence = appended.Sequences[0],
                Sequences = appended.Messages.Count < messages.Length ? appended.Sequences : null,
            };
        }
    }

    private PackedFacts Merged(SessionEntry entry)
    {
        if (merges.Count is 0)
        {
            return entry.Facts.Clone();
        }

        var facts = default(PackedFacts);
        for (var i = 0; i < entry.Messages.Count; i++)
        {
            var stored = entry.StoredAt(i);
            foreach (var merge in merges)
            {
                stored = stored.Group == merge.From ? stored with { Group = merge.Into } : stored;
            }

            facts.Add(stored);
        }

        return facts;
    }
}

/// <summary>What an append makes of a session. The session itself is unchanged until the append is carried out.</summary>
internal sealed class Appended(PackedFacts facts, SessionEntry entry, NewMessage[] messages)
{
    private readonly int _first = facts.Count;

    /// <summary>The facts of all messages, the new ones included.</summary>
    public PackedFacts Facts = facts;

    /// <summary>The messages whose ids are not known yet, with their numbers.</summary>
    public List<SessionMessage> Messages { get; } = new(messages.Length);

    /// <summary>The numbers of all messages, known or not.</summary>
    public long[] Sequences { get; } = new long[messages.Length];

    public RememberedIds? Ids { get; } =
        messages.Any(message => message.IdHash is not null) ? entry.Ids?.Clone() ?? new() : entry.Ids;

    public long Last { get; private set; } = entry.LastSequence;

    public bool BringsSpared { get; private set; }

    public void Add(int index)
    {
        ref readonly var message = ref messages[index];
        if (message.IdHash is { } hash)
        {
            Sequences[index] = Ids!.Find(hash);
            if (Sequences[index] > 0)
            {
                return;
            }

            Ids.Add(hash, Last + 1);
        }

        Sequences[index] = ++Last;
        Messages.Add(message.Message.WithSequence(Last));
        Facts.Add(new(Messages[^1], GroupOf(message.Group, index), message.Weight, message.IsSpared, message.StartsTurn));
        BringsSpared |= message.IsSpared;
    }

    private long GroupOf(MessageGroup group, int index) =>
        !group.IsOfAppend ? group.Number : group.Index == index ? Last : GroupOf(Sequences[group.Index]);

    /// <summary>The group of a message that is stored or comes with this append; 0 where that message has gone.</summary>
    private long GroupOf(long sequence)
    {
        var index = sequence > entry.LastSequence ? _first + (int)(sequence - entry.LastSequence - 1) : entry.Messages.IndexOf(sequence);
        return index < 0 ? 0 : Facts.GroupOf(index, sequence);
    }
}
