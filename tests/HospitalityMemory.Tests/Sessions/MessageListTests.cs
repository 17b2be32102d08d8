using System.Runtime.CompilerServices;
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
            lists.Add(Append(lists[^1], i));
        }

        // A second branch from the middle must not overwrite what the first branch shows.
        var branch = Append(Append(lists[50], -1), -2);

        for (var i = 0; i < lists.Count; i++)
        {
            Assert.Equal(Enumerable.Range(0, i), Numbers(lists[i]));
        }

        Assert.Equal([.. Enumerable.Range(0, 50), -1, -2], Numbers(branch));
    }

    /// <summary>Copying fifty places alone would take 400 bytes.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Appending_to_a_full_list_copies_a_fraction_of_it(int pinned)
    {
        const int Appended = 1_000;
        var list = MessageList.From(Enumerable.Range(0, 50).Select(Message));
        SessionMessage[] messages = [.. Enumerable.Range(50, Appended).Select(Message)];
        var dropped = Dropped(51, pinned);
        list = list.Append([messages[0]], dropped);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < Appended; i++)
        {
            list = list.Append(new ReadOnlySpan<SessionMessage>(ref messages[i]), dropped);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (Appended - 1), 1, 200);
        Assert.Equal([.. Enumerable.Range(0, pinned), .. Enumerable.Range(Appended + pinned, 50 - pinned)], Numbers(list));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_list_keeps_few_of_the_messages_alive_that_it_dropped(int pinned)
    {
        var messages = new List<WeakReference>();
        var list = Append(messages, pinned);

        GC.Collect();

        Assert.InRange(messages.Count(message => message.IsAlive), list.Count, list.Count + 10);
        GC.KeepAlive(list);

        // Not inlined: nothing on this test's stack may keep a message alive.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static MessageList Append(List<WeakReference> messages, int pinned)
        {
            var list = MessageList.Empty;
            for (var i = 0; i < 1_000; i++)
            {
                var message = Message(i);
                messages.Add(new(message));
                list = list.Append([message], i < 50 ? default : Dropped(51, pinned));
            }

            return list;
        }
    }

    [Fact]
    public void Any_sequence_of_appends_and_drops_reads_as_a_plain_list_does()
    {
        var step = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 12].Array[0, 5], Gen.Bool, Gen.Bool);
        step.List[1, 40].Sample(steps =>
        {
            var (list, model, next) = (MessageList.Empty, new List<int>(), 0);
            foreach (var (count, drops, isBackwards, compact) in steps)
            {
                int[] added = [.. Enumerable.Range(next, count)];
                next += count;
                int[] dropped = [.. drops.Where(index => index < model.Count + count).Distinct().Order()];
                list = list.Append(
                    [.. added.Select(Message)],
                    Dropped(model.Count + count, isBackwards ? [.. dropped.Reverse()] : dropped),
                    compact);
                model = [.. model.Concat(added).Where((_, index) => !dropped.Contains(index))];
                Assert.Equal(model, Numbers(list));
                Assert.Equal(model, Numbers(list.AsSpan().ToArray()));
                Assert.Equal(model, Walk(list));
                Assert.Equal(model.Count, list.Count);
            }
        });

        static List<int> Walk(MessageList list)
        {
            var numbers = new List<int>();
            foreach (var message in list)
            {
                numbers.Add(Number(message));
            }

            return numbers;
        }
    }

    [Fact]
    public void Walking_through_a_list_and_reading_it_as_a_span_allocate_nothing()
    {
        var list = MessageList.From(Enumerable.Range(0, 50).Select(Message))
            .Append([Message(50)], Dropped(51, 1));
        var (count, last) = (list.AsSpan().Length, (SessionMessage?)null);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var message in list)
        {
            last = message;
        }

        count += list.AsSpan().Length;
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal((100, 50), (count, Number(last!)));
    }

    [Fact]
    public void A_message_is_found_by_its_number()
    {
        var list = MessageList.From(Enumerable.Range(1, 20).Select(number => Message(number).WithSequence(3 * number)));

        Assert.Equal([-1, -1, 0, -1, 19, -1], new long[] { 0, 2, 3, 4, 60, 61 }.Select(list.IndexOf));
        Assert.Equal([0, 0, 1, 1, 20, 20], new long[] { 0, 2, 3, 4, 60, 61 }.Select(list.IndexAfter));
        Assert.Equal((-1, 0), (MessageList.Empty.IndexOf(1), MessageList.Empty.IndexAfter(1)));
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

    private static MessageList Append(MessageList list, int number) => list.Append([Message(number)]);

    private static DroppedMessages Dropped(int total, params int[] indexes)
    {
        var dropped = new DroppedMessages(total);
        foreach (var index in indexes)
        {
            dropped.Add(index);
        }

        return dropped;
    }

    private static IEnumerable<int> Numbers(IEnumerable<SessionMessage> list) => list.Select(Number);

    private static int Number(SessionMessage message) => int.Parse(message.Content);
}
