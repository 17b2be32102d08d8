using CsCheck;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Stores;

public sealed class MessageTrimmingTests
{
    [Fact]
    public void Random_conversations_are_trimmed_by_whole_groups_oldest_first()
    {
        // 0: plain, 1: pinned, 2: a call, 3: an answer to the last call, 4: an answer to no call.
        Gen.Select(Gen.Int[0, 4].List[1, 30], Gen.Int[1, 30]).Sample((kinds, keep) =>
        {
            var (messages, groups) = Conversation(kinds);

            var dropped = MessageTrimming.SelectDropped(messages, keep);

            Assert.Equal(Expected(messages, groups, keep), dropped);
        });
    }

    [Theory]
    [InlineData("uuu", 3, "")]
    [InlineData("uuu", 2, "0")]
    [InlineData("uuuu", 1, "0 1 2")]
    [InlineData("puu", 2, "1")]
    [InlineData("ppu", 1, "")]
    [InlineData("crr", 1, "")]
    [InlineData("crru", 3, "0 1 2")]
    [InlineData("ucru", 3, "0")]
    [InlineData("ucru", 2, "0 1 2")]
    [InlineData("ru", 1, "0")]
    public void Groups_go_whole(string kinds, int keep, string dropped)
    {
        var (messages, _) = Conversation([.. kinds.Select(kind => "upcr".IndexOf(kind))]);

        Assert.Equal(dropped, string.Join(' ', MessageTrimming.SelectDropped(messages, keep)));
    }

    [Fact]
    public void An_answer_to_two_calls_makes_them_one_group()
    {
        SessionMessage[] messages =
        [
            new() { Role = MessageRole.Assistant, Content = "", ToolCallIds = ["a"] },
            new() { Role = MessageRole.Assistant, Content = "", ToolCallIds = ["b"], Pinned = true },
            new() { Role = MessageRole.Tool, Content = "", ToolCallIds = ["a", "b"] },
            new() { Role = MessageRole.User, Content = "" },
            new() { Role = MessageRole.User, Content = "" },
        ];

        Assert.Equal([3], MessageTrimming.SelectDropped(messages, 1));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => MessageTrimming.SelectDropped(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MessageTrimming.SelectDropped([], 0));
    }

    private static (List<SessionMessage> Messages, List<int> Groups) Conversation(List<int> kinds)
    {
        var (messages, groups, call) = (new List<SessionMessage>(), new List<int>(), -1);
        for (var i = 0; i < kinds.Count; i++)
        {
            var plain = new SessionMessage { Role = MessageRole.User, Content = $"{i}" };
            call = kinds[i] is 2 ? i : call;
            groups.Add(kinds[i] is 3 && call >= 0 ? call : i);
            messages.Add(kinds[i] switch
            {
                1 => plain with { Pinned = true },
                2 => plain with { Role = MessageRole.Assistant, ToolCallIds = [$"c{i}"] },
                3 => plain with { Role = MessageRole.Tool, ToolCallIds = [$"c{call}"] },
                4 => plain with { Role = MessageRole.Tool, ToolCallIds = ["unknown"] },
                _ => plain,
            });
        }

        return (messages, groups);
    }

    private static List<int> Expected(List<SessionMessage> messages, List<int> groups, int keep)
    {
        var dropped = new List<int>();
        foreach (var group in groups.Distinct().Order())
        {
            int[] members = [.. Enumerable.Range(0, messages.Count).Where(i => groups[i] == group)];
            var stays = members.Any(i => messages[i].Pinned || i == messages.Count - 1);
            if (!stays && messages.Count - dropped.Count > keep)
            {
                dropped.AddRange(members);
            }
        }

        return [.. dropped.Order()];
    }
}
