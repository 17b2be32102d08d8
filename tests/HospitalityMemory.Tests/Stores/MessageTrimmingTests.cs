using CsCheck;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Stores;

public sealed class MessageTrimmingTests
{
    private static readonly TrimmingLimits Wide = new(int.MaxValue, null, long.MaxValue, 0);

    [Fact]
    public void Limits_of_nothing_are_refused() =>
        Assert.Equal("limits", Assert.Throws<ArgumentNullException>(() => TrimmingLimits.Of(null!, 0)).ParamName);

    /// <summary>
    /// Histories as they arise: most messages in a group of their own, some in an earlier group, some in none, spared or not. The
    /// expected result follows the rule literally, without regard to speed.
    /// </summary>
    [Fact]
    public void Random_histories_are_trimmed_as_the_rule_reads()
    {
        var message = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 4], Gen.Int[1, 50], Gen.Int[0, 9], Gen.Bool);
        var limits = Gen.Select(Gen.Int[1, 30], Gen.Int[0, 60], Gen.Int[1, 1_000], Gen.Int[0, 100]);
        Gen.Select(message.List[0, 40], limits, Gen.Bool).Sample(
            (kinds, limit, bringsSpared) =>
            {
                var facts = new List<MessageFacts>();
                foreach (var (kind, back, weight, bytes, spared, startsTurn) in kinds)
                {
                    var own = facts.Count + 1L;
                    var group = kind switch { < 6 => own, 6 => 0, _ => facts.Count > 0 ? facts[Math.Max(0, facts.Count - 1 - back)].Group : own };
                    facts.Add(new(group, weight, bytes, spared is 0, startsTurn));
                }

                var (maxMessages, maxWeight, maxBytes, other) = limit;
                var fit = new TrimmingLimits(maxMessages, maxWeight is 0 ? null : maxWeight, maxBytes, other);

                var result = MessageTrimming.Select([.. facts], bringsSpared, fit);

                var (dropped, size, fits) = Expected(facts, bringsSpared, fit);
                Assert.Equal((string.Join(' ', dropped), size, fits), (string.Join(' ', result.Dropped), result.SizeBytes, result.Fits));
            },
            iter: 20_000);
    }

    /// <summary>
    /// u: user, a: assistant, s: spared. A digit puts a message into the group of the message with that number; 0 puts it into no
    /// group.
    /// </summary>
    [Theory]
    [InlineData("uuu", 3, "")]
    [InlineData("uuu", 2, "0")]
    [InlineData("uuuu", 1, "0 1 2")]
    [InlineData("suu", 2, "1")]
    [InlineData("ssu", 1, "")]
    [InlineData("uaua", 3, "0 1")]
    [InlineData("uauau", 4, "0 1")]
    [InlineData("suaua", 4, "1 2")]
    [InlineData("uaaaa", 2, "1 2 3")]
    [InlineData("ua22u", 4, "0 1 2 3")]
    [InlineData("ua2u2u", 5, "0 1 2 4")]
    [InlineData("u0uu", 3, "1")]
    [InlineData("aaaa", 2, "0 1")]
    [InlineData("ua", 1, "")]
    [InlineData("usaua", 4, "0 2")]
    public void What_goes_is_whole_groups_and_then_what_has_lost_its_turn(string kinds, int keep, string dropped)
    {
        MessageFacts[] facts = [.. kinds.Select((kind, i) => new MessageFacts(char.IsDigit(kind) ? kind - '0' : i + 1, 0, 1, kind is 's', kind is 'u'))];

        var result = MessageTrimming.Select(facts, bringsSpared: false, Wide with { MaxMessages = keep });

        Assert.Equal((dropped, true), (string.Join(' ', result.Dropped), result.Fits));
        Assert.Equal(facts.Length - result.Dropped.Count, result.SizeBytes);
    }

    [Fact]
    public void What_cannot_fit_is_refused_and_nothing_goes()
    {
        MessageFacts[] facts = [new(1, 0, 10, false, true), new(2, 0, 60, true, false), new(3, 0, 50, false, true)];

        Assert.Equal((0, 110, false), Outcome(MessageTrimming.Select(facts, false, Wide with { MaxBytes = 109 })));
        Assert.Equal((1, 110, true), Outcome(MessageTrimming.Select(facts, false, Wide with { MaxBytes = 110 })));
        Assert.Equal((0, 120, false), Outcome(MessageTrimming.Select(facts, true, Wide with { MaxBytes = 119 })));
        Assert.Equal((0, 120, true), Outcome(MessageTrimming.Select(facts, true, Wide with { MaxBytes = 120 })));

        static (int, long, bool) Outcome(TrimmingResult result) => (result.Dropped.Count, result.SizeBytes, result.Fits);
    }

    [Theory]
    [InlineData(40, 30, true)]
    [InlineData(40, 31, false)]
    [InlineData(41, 0, false)]
    [InlineData(0, 70, true)]
    [InlineData(0, 71, false)]
    public void Spared_messages_take_half_and_with_the_rest_seven_eighths(int spared, int other, bool fits)
    {
        MessageFacts[] facts = [new(1, 0, spared, true, false)];
        var limits = new TrimmingLimits(10, null, 80, other);

        Assert.Equal(fits, MessageTrimming.Select(facts, bringsSpared: true, limits).Fits);
        Assert.True(MessageTrimming.Select(facts, bringsSpared: false, limits with { MaxBytes = spared + other }).Fits);
        Assert.Equal(other <= 70 - spared, limits.LeavesRoomBeside(spared));
    }

    /// <summary>This would take minutes if trimming were not linear.</summary>
    [Fact]
    public void A_hundred_thousand_messages_are_trimmed_in_one_go()
    {
        const int Messages = 100_000;
        MessageFacts[] facts = [.. Enumerable.Range(1, Messages).Select(i => new MessageFacts(i % 3 is 0 ? i - 2 : i, 1, 1, false, i is Messages - 1))];

        var result = MessageTrimming.Select(facts, false, Wide with { MaxMessages = 10 });

        // The latest turn is the answer to an earlier call.
        Assert.Equal(Enumerable.Range(0, Messages - 4), result.Dropped);
    }

    [Fact]
    public void Where_everything_fits_nothing_is_allocated()
    {
        MessageFacts[] facts = [.. Enumerable.Range(1, 50).Select(i => new MessageFacts(i, 1, 1, false, true))];
        MessageTrimming.Select(facts, false, Wide);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = MessageTrimming.Select(facts, false, Wide);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Empty(result.Dropped);
    }

    private static (List<int> Dropped, long Size, bool Fits) Expected(List<MessageFacts> facts, bool bringsSpared, TrimmingLimits limits)
    {
        var kept = Enumerable.Range(0, facts.Count).ToList();
        var spared = facts.Where(fact => fact.IsSpared).Sum(fact => fact.Bytes);
        if (bringsSpared && (spared > limits.MaxBytes / 2 || limits.OtherBytes + spared > limits.MaxBytes - (limits.MaxBytes / 8)))
        {
            return ([], Size(), false);
        }

        if (IsWithin())
        {
            return ([], Size(), true);
        }

        var latestTurn = facts.FindLastIndex(fact => fact.StartsTurn);
        var staying = kept.Where(i => facts[i].IsSpared || i == facts.Count - 1 || i == latestTurn).Select(i => facts[i].Group).ToHashSet();
        while (!IsWithin() && kept.Select(i => facts[i].Group).Where(group => !staying.Contains(group)).Order().ToList() is [var lowest, ..])
        {
            kept.RemoveAll(i => facts[i].Group == lowest);
        }

        if (Size() > limits.MaxBytes)
        {
            return ([], Size(), false);
        }

        while (kept.Where(i => !facts[i].IsSpared).ToList() is [var first, ..] unspared
            && !facts[first].StartsTurn
            && unspared.Any(i => facts[i].StartsTurn)
            && !staying.Contains(facts[first].Group))
        {
            kept.RemoveAll(i => facts[i].Group == facts[first].Group);
        }

        return ([.. Enumerable.Range(0, facts.Count).Except(kept)], Size(), true);

        long Size() => limits.OtherBytes + kept.Sum(i => facts[i].Bytes);

        bool IsWithin() =>
            kept.Count <= limits.MaxMessages && kept.Sum(i => (long)facts[i].Weight) <= (limits.MaxWeight ?? long.MaxValue) && Size() <= limits.MaxBytes;
    }
}
