using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>What a write does to a session's messages, as far as trimming asks.</summary>
internal sealed record MessageChange
{
    /// <summary>What the session then holds beside its messages.</summary>
    public required long StateBytes { get; init; }

    /// <summary>New messages, whose sequence numbers follow the last one.</summary>
    public IReadOnlyList<MessageFacts> Added { get; init; } = [];

    public IReadOnlyList<GroupMerge> Merges { get; init; } = [];

    /// <summary>The stored message that is replaced or removed; 0 for none.</summary>
    public long ReplacedSequence { get; init; }

    public MessageFacts Replaced { get; init; }

    /// <summary>What it becomes; null where it is removed.</summary>
    public MessageFacts? Replacement { get; init; }

    public bool BringsSpared => Replacement is { IsSpared: true } || Added.Any(static message => message.IsSpared);

    public MessageSums ApplyTo(MessageSums sums)
    {
        foreach (var message in Added)
        {
            sums += message;
        }

        sums = ReplacedSequence > 0 ? sums - Replaced : sums;
        return Replacement is { } replacement ? sums + replacement : sums;
    }
}

/// <summary>What of a session has to go with a write, decided before anything is written.</summary>
internal sealed record TrimmingPlan
{
    /// <summary>Whether the write may be. Where not, nothing goes.</summary>
    public required bool Fits { get; init; }

    /// <summary>What the session then holds.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>The messages that stay, those of the write included.</summary>
    public MessageSums Kept { get; init; }

    /// <summary>Whether the file has fewer messages than it must have.</summary>
    public bool IsShort { get; init; }

    /// <summary>The sequence numbers of what has to go, ascending.</summary>
    public IReadOnlyList<long> Dropped { get; init; } = [];

    /// <summary>What of it waits for a summary, in bytes.</summary>
    public long DroppedBytes { get; init; }

    /// <summary>The stored spared messages, where it does not fit; null for none.</summary>
    public IReadOnlyList<long>? Spared { get; init; }

    /// <summary>
    /// Asks <see cref="MessageTrimming"/>, for which the facts of all messages are read; not where the sums say that nothing
    /// is too much.
    /// </summary>
    public static TrimmingPlan Make(DatabaseConnection connection, SessionRow row, MessageChange change, SessionLimits limits)
    {
        var sums = change.ApplyTo(row.Messages);
        var size = change.StateBytes + sums.Bytes;
        if (change.StateBytes > row.StateBytes && !TrimmingLimits.Of(limits, change.StateBytes).LeavesRoomBeside(sums.SparedBytes))
        {
            var (read, of) = ReadFacts(connection, row.Key, change);
            return new() { Fits = false, SizeBytes = size, Spared = FindSpared(read, of, row.LastSequence) };
        }

        return change.BringsSpared || IsTooMuch(sums, size, limits)
            ? Trim(connection, row, change, limits)
            : new() { Fits = true, SizeBytes = size, Kept = sums };
    }

    /// <summary>Carries it out, once what the write brings is stored.</summary>
    /// <returns>The row with the messages that are left, and how many waiting messages were lost.</returns>
    public (SessionRow Row, int Lost) Apply(DatabaseConnection connection, SessionRow row, SessionLimits limits)
    {
        row = row with { Messages = Kept, IsIncomplete = row.IsIncomplete || IsShort };
        var lost = 0;
        if (limits.KeepsTrimmed && Dropped.Count > 0)
        {
            (row, lost) = WaitingMessages.Add(connection, row, Dropped, DroppedBytes);
        }

        foreach (var sequence in Dropped)
        {
            connection.Execute(SessionSchema.DeleteMessage, row.Key, sequence);
        }

        return (row, lost);
    }

    public SessionWriteResult TooLarge() => new(SessionWriteStatus.TooLarge) { SizeBytes = SizeBytes, Spared = Spared };

    private static bool IsTooMuch(in MessageSums sums, long size, SessionLimits limits) =>
        sums.Count > limits.MaxMessages || sums.Weight > limits.MaxWeight || size > limits.MaxSessionBytes;

    private static TrimmingPlan Trim(DatabaseConnection connection, SessionRow row, MessageChange change, SessionLimits limits)
    {
        var (sequences, facts) = ReadFacts(connection, row.Key, change);
        var isShort = facts.Count + (change.ReplacedSequence > 0 && change.Replacement is null ? 1 : 0) < row.Messages.Count;
        for (var i = 0; i < change.Added.Count; i++)
        {
            sequences.Add(row.LastSequence + 1 + i);
            facts.Add(change.Added[i]);
        }

        var result = MessageTrimming.Select(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(facts), change.BringsSpared, TrimmingLimits.Of(limits, change.StateBytes));
        return result.Fits
            ? Trimmed(sequences, facts, result) with { IsShort = isShort }
            : new() { Fits = false, SizeBytes = result.SizeBytes, Spared = FindSpared(sequences, facts, row.LastSequence) };
    }

    private static TrimmingPlan Trimmed(List<long> sequences, List<MessageFacts> facts, in TrimmingResult result)
    {
        var kept = default(MessageSums);
        foreach (var message in facts)
        {
            kept += message;
        }

        var dropped = new List<long>(result.Dropped.Count);
        var bytes = 0L;
        foreach (var index in result.Dropped)
        {
            dropped.Add(sequences[index]);
            bytes += facts[index].Bytes;
            kept -= facts[index];
        }

        return new() { Fits = true, SizeBytes = result.SizeBytes, Kept = kept, Dropped = dropped, DroppedBytes = bytes };
    }

    private static (List<long> Sequences, List<MessageFacts> Facts) ReadFacts(DatabaseConnection connection, long session, MessageChange change)
    {
        var sequences = new List<long>();
        var facts = new List<MessageFacts>();
        using var reader = connection.Query(SessionSchema.GetAllFacts, session);
        while (reader.Read())
        {
            var sequence = reader.GetInt64(0);
            if ((sequence == change.ReplacedSequence ? change.Replacement : StoredFacts.Read(reader)) is { } message)
            {
                sequences.Add(sequence);
                facts.Add(message with { Group = StoredFacts.MergedGroup(message.Group, change.Merges) });
            }
        }

        return (sequences, facts);
    }

    private static List<long>? FindSpared(List<long> sequences, List<MessageFacts> facts, long last)
    {
        List<long> spared = [.. sequences.Where((sequence, index) => sequence <= last && facts[index].IsSpared)];
        return spared is [] ? null : spared;
    }
}
