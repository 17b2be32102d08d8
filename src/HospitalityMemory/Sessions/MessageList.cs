using System.Collections;

namespace HospitalityMemory;

/// <summary>The messages of one snapshot, oldest first.</summary>
/// <remarks>
/// Immutable and thread safe. Snapshots of one session share a buffer: appending writes behind the end of every list
/// that was handed out before, so that none of them changes and none is copied.
/// </remarks>
public sealed class MessageList : IReadOnlyList<SessionMessage>
{
    private const int SmallestBuffer = 4;

    private readonly SharedBuffer<SessionMessage> _buffer;

    // Pinned messages that outlived their neighbours; the rest is a window of the shared buffer.
    private readonly SessionMessage[] _survivors;
    private readonly int _start;
    private readonly int _length;

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

    /// <inheritdoc/>
    public IEnumerator<SessionMessage> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

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

        return items is [] ? Empty : new(new SharedBuffer<SessionMessage>(items), [], 0, items.Length);
    }

    /// <summary>How many places the shared buffer has: what it costs, whoever uses them.</summary>
    internal int Capacity => _buffer.Items.Length;

    /// <summary>How many messages are kept beside the shared buffer.</summary>
    internal int SurvivorCount => _survivors.Length;

    /// <summary>Whether both read the same buffer, which then keeps alive what either of them holds.</summary>
    internal bool SharesBufferWith(MessageList other) => ReferenceEquals(_buffer, other._buffer);

    /// <summary>The list with one more message at its end. Copies nothing while the shared buffer has room.</summary>
    /// <param name="message">The message.</param>
    /// <param name="dropped">The index of the one message to drop; -1 for none.</param>
    /// <param name="compact">
    /// Whether to move to a buffer of its own, so that the old one lets go what was dropped.
    /// </param>
    internal MessageList Append(SessionMessage message, int dropped = -1, bool compact = false)
    {
        var (survivors, start) = dropped < 0 ? (_survivors, _start) : Without([dropped]);
        var end = _start + _length;
        var buffer = _buffer;
        if (!compact && buffer.TryClaim(end, 1))
        {
            buffer.Items[end] = message;
        }
        else
        {
            buffer = CopyOf(start, end, 1);
            (start, end) = (0, end - start);
            buffer.Items[end] = message;
        }

        return new(buffer, survivors, start, end + 1 - start);
    }

    /// <summary>The list with more messages at its end and without those that trimming dropped.</summary>
    /// <param name="messages">The messages to append.</param>
    /// <param name="dropped">
    /// Indexes to drop, ascending; those behind this list's end are of <paramref name="messages"/>.
    /// </param>
    /// <param name="compact">As for one message.</param>
    internal MessageList Append(IReadOnlyList<SessionMessage> messages, IReadOnlyList<int> dropped, bool compact)
    {
        if (dropped.Count > 0 && dropped[^1] >= Count)
        {
            var gone = new HashSet<int>(dropped);
            return From(this.Concat(messages).Where((_, index) => !gone.Contains(index)));
        }

        var (survivors, start) = Without(dropped);
        var end = _start + _length;
        var buffer = _buffer;
        if (compact || !buffer.TryClaim(end, messages.Count))
        {
            buffer = CopyOf(start, end, messages.Count);
            (start, end) = (0, end - start);
        }

        for (var i = 0; i < messages.Count; i++)
        {
            buffer.Items[end + i] = messages[i];
        }

        return new(buffer, survivors, start, end + messages.Count - start);
    }

    /// <summary>The same messages in a buffer of their own, so that the old one lets go what was dropped.</summary>
    internal MessageList Compact() => new(CopyOf(_start, _start + _length, 0), _survivors, 0, _length);

    /// <summary>
    /// Takes back a list that nobody else has seen, so that a buffer shared with the list that it was made from lets go
    /// of what was appended. A list with a buffer of its own leaves nothing behind.
    /// </summary>
    /// <param name="before">The list that this one was made from.</param>
    internal void Abandon(MessageList before)
    {
        if (!SharesBufferWith(before))
        {
            return;
        }

        var end = _start + _length;
        var count = end - (before._start + before._length);
        Array.Clear(_buffer.Items, end - count, count);
        _buffer.Release(end, count);
    }

    /// <summary>
    /// What is left in front of the window, and where the window starts, once messages are dropped. Everything up to
    /// the last one dropped leaves the window, so that a pinned message is moved once and never again.
    /// </summary>
    private (SessionMessage[] Survivors, int Start) Without(params ReadOnlySpan<int> dropped)
    {
        if (dropped.IsEmpty)
        {
            return (_survivors, _start);
        }

        var last = dropped[^1];
        var before = Math.Max(last + 1, _survivors.Length);
        if (dropped.Length == before - _survivors.Length && dropped[0] == _survivors.Length)
        {
            return (_survivors, _start + dropped.Length);
        }

        var survivors = new SessionMessage[before - dropped.Length];
        for (int i = 0, kept = 0, next = 0; i < before; i++)
        {
            if (next < dropped.Length && dropped[next] == i)
            {
                next++;
            }
            else
            {
                survivors[kept++] = this[i];
            }
        }

        return (survivors, _start + before - _survivors.Length);
    }

    private (SessionMessage[] Survivors, int Start) Without(IReadOnlyList<int> dropped) => Without([.. dropped]);

    /// <summary>
    /// A fifth more room than is needed: a full session of 50 copies its pointers once in eleven appends, and its buffer
    /// keeps ten trimmed messages alive at most. Twice the room would copy half as often and keep twice as many.
    /// </summary>
    private SharedBuffer<SessionMessage> CopyOf(int start, int end, int more)
    {
        var needed = end - start + more;
        var items = new SessionMessage[Math.Max(SmallestBuffer, needed + (needed / 5))];
        Array.Copy(_buffer.Items, start, items, 0, end - start);
        return new(items) { Taken = needed };
    }
}
