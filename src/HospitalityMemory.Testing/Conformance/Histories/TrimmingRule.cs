using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>
/// The rule of trimming, said once more and as plainly as can be, so that what stores do is held against something else than
/// the code that they do it with.
/// </summary>
internal static class TrimmingRule
{
    /// <summary>The indexes of the messages that go, ascending; null where the write is to be refused.</summary>
    /// <param name="messages">The messages, oldest first, those that are being written included.</param>
    /// <param name="bringsSpared">Whether one of those that are being written is spared.</param>
    /// <param name="limits">What they are to fit.</param>
    /// <param name="bringsState">Whether the write brings a larger state.</param>
    public static IReadOnlyList<int>? Dropped(
        IReadOnlyList<MessageFacts> messages, bool bringsSpared, TrimmingLimits limits, bool bringsState = false)
    {
        // Not split: it is the whole rule, read from top to bottom, and its parts share what is left.
        var spared = messages.Where(message => message.IsSpared).Sum(message => message.Bytes);
        if ((bringsSpared && spared > limits.MaxBytes / 2)
            || ((bringsSpared || bringsState) && limits.OtherBytes + spared > limits.MaxBytes - (limits.MaxBytes / 8)))
        {
            return null;
        }

        var all = Enumerable.Range(0, messages.Count).ToList();
        var left = all.ToList();
        var staying = Staying(messages);
        while (!Fits() && left.Where(i => !staying.Contains(messages[i].Group)).ToList() is [_, ..] others)
        {
            Drop(others.Min(i => messages[i].Group));
        }

        if (Bytes() > limits.MaxBytes)
        {
            return null;
        }

        while (left.Count < all.Count && !StartsAsItMay())
        {
            Drop(messages[Unspared().First()].Group);
        }

        return [.. all.Except(left)];

        long Bytes() => limits.OtherBytes + left.Sum(i => messages[i].Bytes);

        bool Fits() =>
            left.Count <= limits.MaxMessages
            && (limits.MaxWeight is not { } most || left.Sum(i => (long)messages[i].Weight) <= most)
            && Bytes() <= limits.MaxBytes;

        void Drop(long group) => left.RemoveAll(i => messages[i].Group == group);

        IEnumerable<int> Unspared() => left.Where(i => !messages[i].IsSpared);

        bool StartsAsItMay() =>
            !Unspared().Any(i => messages[i].StartsTurn)
            || messages[Unspared().First()].StartsTurn
            || staying.Contains(messages[Unspared().First()].Group);
    }

    /// <summary>The groups that may not go: those with a spared message, the newest message's and that of the latest turn.</summary>
    public static IReadOnlySet<long> Staying(IReadOnlyList<MessageFacts> messages) => messages
        .Where(message => message.IsSpared)
        .Concat(messages.TakeLast(1))
        .Concat(messages.Where(message => message.StartsTurn).TakeLast(1))
        .Select(message => message.Group)
        .ToHashSet();
}
