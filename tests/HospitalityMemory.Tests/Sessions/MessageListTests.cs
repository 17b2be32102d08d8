using CsCheck;

namespace HospitalityMemory.Tests.Sessions;

public sealed class MessageListTests
{
    [Fact]
    public void Appending_to_a_list_leaves_every_earlier_one_as_it_was()
    {
        var lists = new List<MessageList> { MessageList.Empty };
        for (var i = 0; i < 100; i++)
        {
            lists.Add(lists[^1].Append(Message(i)));
        }

        // A second branch from the middle must not write into what the first one shows.
        var branch = lists[50].Append(Message(-1)).Append(Message(-2));

        for (var i = 0; i < lists.Count; i++)
        {
            Assert.Equal(Enumerable.Range(0, i), Numbers(lists[i]));
        }

        Assert.Equal([.. Enumerable.Range(0, 50), -1, -2], Numbers(branch));
    }

    [Fact]
    public void Appending_to_a_full_list_seldom_copies()
    {
        var list = MessageList.From(Enumerable.Range(0, 50).Select(Message));
        var copies = 0;
        for (var i = 50; i < 1050; i++)
        {
            var next = list.Append(Message(i), dropped: 0);
            copies += next.SharesBufferWith(list) ? 0 : 1;
            list = next;
        }

        Assert.Equal(Enumerable.Range(1000, 50), Numbers(list));
        Assert.InRange(copies, 1, 100);
        Assert.Equal((60, 0), (list.Capacity, list.SurvivorCount));
    }

    [Fact]
    public void A_pinned_message_moves_aside_once_and_appending_stays_cheap()
    {
        var list = MessageList.From(Enumerable.Range(0, 50).Select(Message));
        var copies = 0;
        for (var i = 50; i < 1050; i++)
        {
            var next = list.Append(Message(i), dropped: 1);
            copies += next.SharesBufferWith(list) ? 0 : 1;
            Assert.Equal(1, next.SurvivorCount);
            list = next;
        }

        Assert.Equal([0, .. Enumerable.Range(1001, 49)], Numbers(list));
        Assert.InRange(copies, 1, 100);
    }

    [Fact]
    public void Only_one_of_many_threads_appends_in_place()
    {
        for (var round = 0; round < 200; round++)
        {
            var list = MessageList.Empty.Append(Message(0));
            var appended = new MessageList[4];

            Parallel.For(0, 4, i => appended[i] = list.Append(Message(i + 1)));

            Assert.Equal([0], Numbers(list));
            Assert.All(appended.Index(), item => Assert.Equal([0, item.Index + 1], Numbers(item.Item)));
            Assert.Equal(1, appended.Count(next => next.SharesBufferWith(list)));
        }
    }

    [Fact]
    public void Any_sequence_of_appends_and_drops_reads_as_a_plain_list_does()
    {
        var step = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 12].Array[0, 3], Gen.Bool);
        step.List[1, 40].Sample(steps =>
        {
            var (list, model, next) = (MessageList.Empty, new List<int>(), 0);
            foreach (var (count, drops, compact) in steps)
            {
                int[] added = [.. Enumerable.Range(next, count)];
                next += count;
                int[] dropped = [.. drops.Where(index => index < model.Count + count).Distinct().Order()];
                list = count is 1 && dropped.Length < 2 && (dropped is [] || dropped[0] < model.Count)
                    ? list.Append(Message(added[0]), dropped is [] ? -1 : dropped[0], compact)
                    : list.Append([.. added.Select(Message)], dropped, compact);
                model = [.. model.Concat(added).Where((_, index) => !dropped.Contains(index))];
                Assert.Equal(model, Numbers(list));
            }
        });
    }

    [Fact]
    public void Indexes_outside_and_null_messages_are_refused()
    {
        var list = MessageList.From([Message(1)]);

        Assert.Throws<ArgumentOutOfRangeException>(() => list[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => MessageList.Empty[0]);
        Assert.Throws<ArgumentNullException>(() => MessageList.From(null!));
        Assert.Throws<ArgumentNullException>(() => MessageList.From([null!]));
    }

    private static SessionMessage Message(int number) => new() { Role = MessageRole.User, Content = $"{number}" };

    private static IEnumerable<int> Numbers(MessageList list) => list.Select(message => int.Parse(message.Content));
}
