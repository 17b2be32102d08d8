using CsCheck;
using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Stores;

public sealed class MessageTrimmingTests
{
    private static readonly TrimmingLimits Plenty = new(1_000, null, long.MaxValue, 0);

    private static readonly Gen<TrimmingLimits> AnyLimits = Gen.Select(
        Gen.Int[1, 20],
        Gen.Frequency((1, Gen.Const(-1L)), (1, Gen.Long[0, 60])),
        Gen.Frequency((1, Gen.Const(long.MaxValue / 2)), (2, Gen.Long[10, 200])),
        Gen.Long[0, 30]).Select((count, weight, bytes, other) => new TrimmingLimits(count, weight < 0 ? null : weight, bytes, other));

    // Groups are any that a store can have: those of messages that went, orphans, and several that lie between one another.
    private static readonly Gen<List<MessageFacts>> AnyMessages = Gen.Select(
        Gen.Int[0, 6], Gen.Int[0, 8], Gen.Long[0, 20], Gen.Int[0, 9], Gen.Int[0, 2])
        .Select((group, weight, bytes, spared, turn) => new MessageFacts(group, weight, bytes, spared is 0, turn is 0))
        .List[0, 24]
        .Select(messages => messages.Select((message, i) => message.Group is 6 ? message with { Group = i + 1 } : message).ToList());

    [Fact]
    public void It_decides_what_the_rule_says() =>
        Gen.Select(AnyMessages, AnyLimits, Gen.Bool).Sample(
            (messages, limits, bringsSpared) =>
            {
                var expected = TrimmingRule.Dropped(messages, bringsSpared, limits);

                var (dropped, size, fits) = MessageTrimming.Select(messages.ToArray(), bringsSpared, limits);

                Assert.Equal(expected is not null, fits);
                Assert.Equal(expected ?? [], dropped);
                if (fits)
                {
                    var kept = messages.Where((_, i) => !dropped.Contains(i));
                    Assert.Equal(limits.OtherBytes + kept.Sum(message => message.Bytes), size);
                }
            },
            iter: 20_000);

    /// <summary>u: a user's message, a: an assistant's, p: a pinned one, c: a call, r: its result, o: a result whose call went.</summary>
    [Theory]
    [InlineData("uuu", 3, "")]
    [InlineData("uuu", 2, "0")]
    [InlineData("uuuu", 1, "0 1 2")]
    [InlineData("puu", 2, "1")]
    [InlineData("ppu", 1, "")]
    [InlineData("crr", 1, "")]
    [InlineData("crru", 3, "0 1 2")]
    [InlineData("ucru", 3, "0 1 2")]
    [InlineData("ucru", 2, "0 1 2")]
    [InlineData("uauo", 3, "0 1")]
    [InlineData("uou", 2, "1")]
    [InlineData("aua", 3, "")]
    [InlineData("aua", 2, "0")]
    [InlineData("uaua", 3, "0 1")]
    [InlineData("uaaaa", 2, "1 2 3")]
    [InlineData("uaaaa", 4, "1")]
    [InlineData("aaaa", 2, "0 1")]
    [InlineData("puaua", 4, "1 2")]
    [InlineData("paaa", 2, "1 2")]
    public void Groups_go_whole_until_a_turn_begins(string kinds, int keep, string expected)
    {
        var messages = new MessageFacts[kinds.Length];
        for (var i = 0; i < kinds.Length; i++)
        {
            var group = kinds[i] switch { 'r' => kinds.LastIndexOf('c', i) + 1, 'o' => 0, _ => i + 1 };
            messages[i] = new(group, 1, 1, kinds[i] is 'p', kinds[i] is 'u');
        }

        Assert.Equal(expected, string.Join(' ', Select(messages, Plenty with { MaxMessages = keep }).Dropped));
        Assert.Equal(expected, string.Join(' ', Select(messages, Plenty with { MaxWeight = keep }).Dropped));
    }

    [Fact]
    public void Bytes_that_cannot_go_are_refused_and_count_and_weight_are_not()
    {
        MessageFacts[] pinned = [new(1, 50, 60, true, false), new(2, 50, 60, false, true)];

        Assert.Equal((true, 120), Outcome(Plenty with { MaxMessages = 1, MaxWeight = 1 }));
        Assert.Equal((true, 120), Outcome(Plenty with { MaxBytes = 120 }));
        Assert.Equal((false, 120), Outcome(Plenty with { MaxBytes = 119 }));
        Assert.Equal((false, 121), Outcome(Plenty with { MaxBytes = 120, OtherBytes = 1 }));

        (bool, long) Outcome(TrimmingLimits limits)
        {
            var result = Select(pinned, limits);
            Assert.Empty(result.Dropped);
            return (result.Fits, result.SizeBytes);
        }
    }

    [Fact]
    public void Spared_messages_may_take_half_and_only_a_write_that_brings_one_is_refused()
    {
        MessageFacts[] messages = [new(1, 0, 30, true, false), new(2, 0, 21, true, false), new(3, 0, 10, false, true)];
        var limits = Plenty with { MaxBytes = 100 };

        Assert.False(MessageTrimming.Select(messages, true, limits).Fits);
        Assert.True(MessageTrimming.Select(messages, false, limits).Fits);
        Assert.True(MessageTrimming.Select(messages, true, limits with { MaxBytes = 102 }).Fits);
    }

    [Fact]
    public void What_stays_need_not_hold_together()
    {
        // The latest turn, 1, stays with its group; so what lies between goes.
        MessageFacts[] messages = [new(1, 0, 1, false, true), new(2, 0, 1, false, false), new(1, 0, 1, false, false), new(4, 0, 1, false, false)];

        Assert.Equal([1], Select(messages, Plenty with { MaxMessages = 1 }).Dropped);
    }

    [Fact]
    public void A_session_without_messages_fits_as_its_state_does()
    {
        Assert.Equal((true, 7), (Select([], Plenty with { OtherBytes = 7 }).Fits, Select([], Plenty with { OtherBytes = 7 }).SizeBytes));
        Assert.False(Select([], Plenty with { OtherBytes = 8, MaxBytes = 7 }).Fits);
    }

    private static TrimmingResult Select(MessageFacts[] messages, TrimmingLimits limits) => MessageTrimming.Select(messages, false, limits);
}
