using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What a message of the model is: a place, a text, and what trimming knows of it.</summary>
internal sealed record ModelMessage(long Sequence, string Content, MessageFacts Facts)
{
    public static ModelMessage From(StoredMessage stored, long bytes) => new(
        stored.Message.Sequence,
        stored.Message.Content,
        new(stored.Group, stored.Weight, bytes, stored.IsSpared, stored.StartsTurn));

    public override string ToString() => $"{Sequence} {Facts}";
}

/// <summary>One session as a sequence of steps leaves it, and the memory that says what its messages belong to.</summary>
/// <remarks>
/// What a step brings is taken in without trimming; <see cref="Drop"/> then lets go what the rule says, or what a store let go.
/// </remarks>
internal sealed class HistoryModel
{
    private readonly List<(UInt128 Hash, long Sequence)> _ids = [];

    public List<ModelMessage> Messages { get; private set; } = [];

    public List<ModelMessage> Waiting { get; } = [];

    /// <summary>The sequence numbers of the messages that called tools, also of those that went.</summary>
    public List<long> Calls { get; private set; } = [];

    public long LastSequence { get; private set; }

    public long Edits { get; private set; }

    public IReadOnlyList<MessageFacts> Facts => [.. Messages.Select(message => message.Facts)];

    /// <summary>A copy, for a step that may be refused.</summary>
    public HistoryModel Copy()
    {
        var copy = new HistoryModel { LastSequence = LastSequence, Edits = Edits, Messages = [.. Messages], Calls = [.. Calls] };
        copy._ids.AddRange(_ids);
        copy.Waiting.AddRange(Waiting);
        return copy;
    }

    /// <summary>The group of a live message; null where it has gone.</summary>
    public long? GroupOf(long sequence) => Messages.FirstOrDefault(message => message.Sequence == sequence)?.Facts.Group;

    /// <summary>Takes messages in, those that are not known by their ids.</summary>
    /// <returns>The sequence numbers of all of them, and whether one that is new is spared.</returns>
    public (long[] Sequences, bool BringsSpared) Append(MessageAppend append)
    {
        foreach (var (from, into) in append.Merges)
        {
            Messages = [.. Messages.Select(message =>
                message.Facts.Group == from ? message with { Facts = message.Facts with { Group = into } } : message)];
        }

        var sequences = new long[append.Messages.Count];
        var bringsSpared = false;
        for (var i = 0; i < sequences.Length; i++)
        {
            var said = append.Messages[i];
            if (said.IdHash is { } known && _ids.Where(id => id.Hash == known).ToList() is [var first])
            {
                sequences[i] = first.Sequence;
                continue;
            }

            sequences[i] = ++LastSequence;
            bringsSpared |= said.IsSpared;
            var group = !said.Group.IsOfAppend ? said.Group.Number
                : said.Group.Index == i ? sequences[i]
                : GroupOf(sequences[said.Group.Index]) ?? 0;
            Messages.Add(new(
                sequences[i],
                said.Message.Content,
                new(group, said.Weight, said.Message.Content.Length * 2, said.IsSpared, said.StartsTurn)));
            if (said.IdHash is { } hash)
            {
                _ids.Add((hash, sequences[i]));
            }
        }

        return (sequences, bringsSpared);
    }

    public void Replace(MessageReplacement replacement)
    {
        Edits++;
        var index = Messages.FindIndex(message => message.Sequence == replacement.Sequence);
        if (replacement.Message is null)
        {
            Messages.RemoveAt(index);
            return;
        }

        var content = replacement.Message.Content;
        Messages[index] = new(replacement.Sequence, content, new(
            Messages[index].Facts.Group, replacement.Weight, content.Length * 2, replacement.IsSpared, replacement.StartsTurn));
    }

    public void Clear()
    {
        Edits++;
        Messages.Clear();
        Waiting.Clear();
    }

    /// <summary>Lets messages go.</summary>
    /// <param name="indexes">Which.</param>
    /// <param name="wait">Whether they wait for a summary.</param>
    public void Drop(IReadOnlyList<int> indexes, bool wait)
    {
        if (wait)
        {
            Waiting.AddRange(indexes.Select(i => Messages[i]));
        }

        Messages = [.. Messages.Where((_, i) => !indexes.Contains(i))];
    }
}
