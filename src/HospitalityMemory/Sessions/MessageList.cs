using System.Collections;

namespace HospitalityMemory;

/// <summary>The messages of one snapshot, oldest first.</summary>
/// <remarks>
/// Immutable and thread safe. Snapshots of one session share a buffer. Appending writes behind the end of every list that was
/// handed out before, which leaves those lists unchanged and copies none.
/// </remarks>
public sealed class MessageList : IReadOnlyList<SessionMessage>
{
    private const int SmallestBuffer = 4;

    private readonly SharedBuffer<SessionMessage> _buffer;

    // Spared messages whose neighbours were dropped. All other messages are a window of the shared buffer.
    private readonly SessionMessage[] _survivors;
    private readonly int _start;
    private readonly int _length;

    // All messages side by side. Made when a caller first asks for that and there are survivors.
    private SessionMessage[]? _whole;

    private MessageList(SharedBuffer<SessionMessage> buffer, SessionMessage[] survivors, int start, int length)
    {
        _buffer = buffer;
        _survivors = survivors;
        _start = start;
        _length = length;
    }

    /// <summary>No messages.</summary>
    public static MessageList Empty { get; } = new(new SharedBuffer<SessionMessage>([]), [], 0, 0);

    /// <inheritdoc/>
    public int Count => _survivors.Length + _length;

    /// <inheritdoc/>
    public SessionMessage this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return index < _survivors.Length
                ? _survivors[index]
                : _buffer.Items[_start + index - _survivors.Length];
        }
    }

    /// <summary>Walks through the messages, oldest first; allocates nothing.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<SessionMessage> IEnumerable<SessionMessage>.GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<SessionMessage>)this).GetEnumerator();

    /// <summary>
    /// The messages as one stretch of memory. This costs nothing, except in a list in which messages were dropped from behind
    /// spared ones: there the first call copies the references, once.
    /// </summary>
    /// <returns>The messages, oldest first.</returns>
    public ReadOnlySpan<SessionMessage> AsSpan() =>
        _survivors.Length is 0 ? Window : _whole ??= [.. _survivors, .. Window];

    /// <summary>Makes a list of messages.</summary>
    /// <param name="messages">The messages, oldest first; copied.</param>
    /// <returns>The list.</returns>
    public static MessageList From(IEnumerable<SessionMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        SessionMessage[] items = [.. messages];
        foreach (var message in items)
        {
            ArgumentNullException.ThrowIfNull(message, nameof(messages));
        }

        return Owning(items);
    }

    /// <summary>Makes a list of a full array that nothing else refers to.</summary>
    internal static MessageList Owning(SessionMessage[] items) =>
        items is [] ? Empty : new(new SharedBuffer<SessionMessage>(items), [], 0, items.Length);

    /// <summary>The index of the first message behind a sequence number; the count where there is none.</summary>
    internal int IndexAfter(long sequence)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = this[middle].Sequence <= sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The index of the message with a sequence number; -1 where there is none.</summary>
    internal int IndexOf(long sequence) =>
        IndexAfter(sequence - 1) is var index && index < Count && this[index].Sequence == sequence ? index : -1;

    private ReadOnlySpan<SessionMessage> Window => _buffer.Items.AsSpan(_start, _length);

    /// <summary>Whether both lists read the same buffer. The buffer keeps the messages of both alive.</summary>
    internal bool SharesBufferWith(MessageList other) => ReferenceEquals(_buffer, other._buffer);

    /// <summary>
    /// The list with more messages at its end and without the dropped ones. Copies nothing while the shared buffer has room and
    /// the dropped messages are the oldest that are not survivors.
    /// </summary>
    /// <param name="messages">The messages to append.</param>
    /// <param name="dropped">The messages to drop; they may be among those to append.</param>
    /// <param name="compact">Whether to move to a new buffer, which frees the dropped messages in the old one.</param>
    internal MessageList Append(ReadOnlySpan<SessionMessage> messages, in DroppedMessages dropped = default, bool compact = false)
    {
        if (dropped.End > Count)
        {
            return Owning(Kept(messages, dropped, Count + messages.Length));
        }

        var (survivors, start) = Without(dropped);
        var end = _start + _length;
        var buffer = _buffer;
        if (compact || !buffer.TryClaim(end, messages.Length))
        {
            buffer = CopyOf(start, end, messages.Length);
            (start, end) = (0, end - start);
        }

        foreach (var message in messages)
        {
            buffer.Items[end++] = message;
        }

        return new(buffer, survivors, start, end - start);
    }

    /// <summary>The messages that are kept of a number of messages in front.</summary>
    private SessionMessage[] Kept(ReadOnlySpan<SessionMessage> messages, in DroppedMessages dropped, int front)
    {
        var kept = new SessionMessage[front - dropped.Count];
        for (int i = 0, next = 0; next < kept.Length; i++)
        {
            if (!dropped[i])
            {
                kept[next++] = i < Count ? this[i] : messages[i - Count];
            }
        }

        return kept;
    }

    /// <summary>
    /// What is left in front of the window, and where the window starts, after messages are dropped. Everything up to the last
    /// dropped message leaves the window, which moves a spared message once and never again.
    /// </summary>
    private (SessionMessage[] Survivors, int Start) Without(in DroppedMessages dropped)
    {
        if (dropped.Count is 0)
        {
            return (_survivors, _start);
        }

        var front = Math.Max(dropped.End, _survivors.Length);
        var isOldest = dropped.Start == _survivors.Length && dropped.Count == front - dropped.Start;
        return (isOldest ? _survivors : Kept([], dropped, front), _start + front - _survivors.Length);
    }

    /// <summary>
    /// A fifth more room than needed. A full session of 50 messages then copies its references once in eleven appends, and its
    /// buffer keeps at most ten trimmed messages alive. Twice the room would copy half as often and keep twice as many.
    /// </summary>
    private SharedBuffer<SessionMessage> CopyOf(int start, int end, int more)
    {
        var needed = end - start + more;
        var items = new SessionMessage[Math.Max(SmallestBuffer, needed + (needed / 5))];
        Array.Copy(_buffer.Items, start, items, 0, end - start);
        return new(items) { Taken = needed };
    }

    /// <summary>Walks through the messages of a list.</summary>
    public struct Enumerator
    {
        private readonly SessionMessage[] _survivors;
        private readonly SessionMessage[] _items;
        private readonly int _shift;
        private readonly int _end;
        private int _next;

        internal Enumerator(MessageList list)
        {
            _survivors = list._survivors;
            _items = list._buffer.Items;
            _shift = list._start - _survivors.Length;
            _end = list.Count;
            Current = null!;
        }

        /// <summary>The current message.</summary>
        public SessionMessage Current { readonly get; private set; }

        /// <summary>Moves to the next message.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext()
        {
            if (_next >= _end)
            {
                return false;
            }

            Current = _next < _survivors.Length ? _survivors[_next] : _items[_next + _shift];
            _next++;
            return true;
        }
    }
}
