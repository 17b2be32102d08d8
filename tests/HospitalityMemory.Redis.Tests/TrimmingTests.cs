using System.Globalization;
using CsCheck;
using HospitalityMemory.Stores;
using static HospitalityMemory.Redis.Tests.Sessions;

namespace HospitalityMemory.Redis.Tests;

/// <summary>
/// The script reads as much of a list as it needs to trim it. With long lists, far groups and many that are spared it lets
/// go what the rule says of all of them.
/// </summary>
[Collection(SharedRedis.Name)]
public sealed class TrimmingTests(RedisFixture redis)
{
    private readonly string _prefix = $"test-{Guid.NewGuid():n}:";

    [SkippableFact]
    public async Task Long_lists_are_trimmed_as_the_rule_says()
    {
        var store = redis.CreateStore(_prefix);
        var next = 0;
        var append = Gen.Select(Gen.Int[0, 11].Array[1, 24], Gen.Int[0, 60], Gen.Int[0, 9]).Array[1, 12];
        var limit = Gen.OneOf(Gen.Int[1, 12], Gen.Int[10, 80]);
        await Gen.Select(append, limit.Array[12], Gen.Int[10, 400]).SampleAsync(
            async (appends, most, mostWeight) =>
            {
                var id = $"s{Interlocked.Increment(ref next)}";
                await store.TryCreateAsync(New(id), Limits, default);
                var model = new List<(long Sequence, MessageFacts Facts)>();
                var last = 0L;
                for (var i = 0; i < appends.Length; i++)
                {
                    var (kinds, back, merging) = appends[i];
                    var limits = Limits with { MaxMessages = most[i], MaxWeight = i % 3 is 0 ? mostWeight : null };
                    var (messages, merges) = (new List<NewMessage>(), new List<GroupMerge>());
                    if (merging is 0 && model.Select(one => one.Facts.Group).Where(group => group > 0).Distinct().ToList() is [var low, _, ..] groups)
                    {
                        merges.Add(new(groups.Max(), Math.Min(low, groups.Min())));
                        model = [.. model.Select(one => one.Facts.Group == merges[0].From ? (one.Sequence, one.Facts with { Group = merges[0].Into }) : one)];
                    }

                    foreach (var kind in kinds)
                    {
                        Add(messages, model, kind, model.Count > 0 ? model[Math.Max(0, model.Count - 1 - back)].Facts.Group : 0, ++last);
                    }

                    MessageFacts[] facts = [.. model.Select(one => one.Facts)];
                    var expected = MessageTrimming.Select(facts, messages.Any(one => one.IsSpared), TrimmingLimits.Of(limits, 0)).Dropped;
                    model = [.. model.Where((_, index) => !expected.Contains(index))];

                    var result = await store.AppendAsync(id, new MessageAppend(messages) { Merges = merges }, T0, limits, default);

                    var stored = (await store.GetMessagesAsync(id, new(10_000, null), T0, limits, default))!;
                    var read = stored.Messages.Select(one => (one.Message.Sequence, new MessageFacts(one.Group, one.Weight, 0, one.IsSpared, one.StartsTurn)));
                    if (result.Trimmed != expected.Count || !model.SequenceEqual(read))
                    {
                        return false;
                    }
                }

                return await AreSumsRightAsync(id);
            },
            iter: 300,
            threads: 16);
    }

    /// <summary>
    /// One message after the other is the usual case, which has a way of its own: with answers of tools, spared ones and a list
    /// for a summary now and then, it lets go what the rule says.
    /// </summary>
    [SkippableFact]
    public async Task One_message_after_the_other_lets_go_what_the_rule_says()
    {
        var store = redis.CreateStore(_prefix);
        var next = 0;
        var kind = Gen.Frequency((20, Gen.Int[2, 5]), (6, Gen.Const(6)), (10, Gen.Const(9)), (1, Gen.Const(1)), (1, Gen.Const(7)));
        var one = Gen.Select(kind, Gen.Frequency((8, Gen.Int[0, 1]), (1, Gen.Int[0, 6])));
        await Gen.Select(one.Array[20, 60], Gen.Int[1, 9], Gen.Int[20, 60], Gen.Bool).SampleAsync(
            async (appends, most, mostWeight, keeps) =>
            {
                var id = $"one-{Interlocked.Increment(ref next)}";
                var limits = Limits with { MaxMessages = most, MaxWeight = mostWeight, KeepsTrimmed = keeps };
                await store.TryCreateAsync(New(id), limits, default);
                var (model, waiting, last) = (new List<(long Sequence, MessageFacts Facts)>(), new List<long>(), 0L);
                foreach (var (kinds, back) in appends)
                {
                    var messages = new List<NewMessage>();
                    Add(messages, model, kinds, model.Count > 0 ? model[Math.Max(0, model.Count - 1 - back)].Facts.Group : 0, ++last);
                    MessageFacts[] facts = [.. model.Select(stored => stored.Facts)];
                    var expected = MessageTrimming.Select(facts, messages[0].IsSpared, TrimmingLimits.Of(limits, 0)).Dropped;
                    waiting.AddRange(expected.Select(index => model[index].Sequence));
                    model = [.. model.Where((_, index) => !expected.Contains(index))];

                    var result = await store.AppendAsync(id, messages[0], T0, limits, default);

                    var stored = (await store.GetMessagesAsync(id, new(10_000, null), T0, limits, default))!;
                    var read = stored.Messages.Select(one => (one.Message.Sequence, new MessageFacts(one.Group, one.Weight, 0, one.IsSpared, one.StartsTurn)));
                    if ((result.FirstSequence, result.Trimmed, result.Waiting) != (last, expected.Count, keeps ? waiting.Count : 0)
                        || !model.SequenceEqual(read))
                    {
                        return false;
                    }
                }

                var leased = await store.LeaseTrimmedAsync(id, new(1, T0.AddMinutes(1)), T0, default);
                return await AreSumsRightAsync(id)
                    && (keeps ? waiting : []).SequenceEqual(leased?.Messages.Select(message => message.Sequence) ?? []);
            },
            iter: 400,
            threads: 16);
    }

    /// <summary>A message of a kind: most stand alone, some answer another, some are spared.</summary>
    private static void Add(List<NewMessage> messages, List<(long, MessageFacts)> model, int kind, long earlier, long sequence)
    {
        var (isSpared, startsTurn, weight) = (kind is 1, kind is 1 or 2 or 3 or 4, kind);
        var group = kind switch
        {
            5 or 6 when earlier > 0 => MessageGroup.Stored(earlier),
            7 => MessageGroup.Orphaned,
            _ => MessageGroup.OfAppend(messages.Count),
        };
        messages.Add(new(Says("x"), group) { IsSpared = isSpared, StartsTurn = startsTurn, Weight = weight });
        model.Add((sequence, new(group.IsOfAppend ? sequence : group.Number, weight, 0, isSpared, startsTurn)));
    }

    /// <summary>Whether what is counted step by step is what is there.</summary>
    private async Task<bool> AreSumsRightAsync(string id)
    {
        var database = redis.Connection.GetDatabase();
        var shard = new RedisSessionKeys(_prefix).ShardOf(id);
        var items = (await database.ListRangeAsync(shard.Messages(id))).Select(item => item.ToString()).ToList();
        var facts = items.Select(item => item.Split(' ')).ToList();
        var state = await database.HashStringLengthAsync(shard.Session(id), "state");
        var sums = await SumsAsync(database, shard.Session(id));
        long[] expected =
        [
            items.Count,
            state + items.Sum(item => item.Length),
            facts.Sum(fact => long.Parse(fact[2], CultureInfo.InvariantCulture)),
            items.Where((_, i) => facts[i][3].Contains('s', StringComparison.Ordinal)).Sum(item => item.Length),
            facts.Count(fact => fact[1] is "0"),
            state,
        ];
        return expected.SequenceEqual(new[] { "count", "bytes", "weight", "spared", "orphans", "state" }.Select(name => sums[name])) && (long)await database.HashGetAsync(shard.Sizes, id) == expected[1];
    }
}
