using System.Collections;

namespace HospitalityMemory;

/// <summary>The messages of one snapshot, oldest first.</summary>
/// <remarks>
/// Immutable and thread safe. Snapshots of one session share a buffer: appending writes behind the end of every list that
/// was handed out before, so that none of them changes and none is copied.
/// </remarks>
public sealed class MessageList : IReadOnlyList<SessionMessage>
{
    private const int SmallestBuffer = 4;

    private readonly SharedBuffer _buffer;

    // Pinned messages that outlived their neighbours; the rest is a window of the shared buffer.
    private readonly SessionMessage[] _survivors;
    private readonly int _start;
    private readonly int _length;

    private MessageList(SharedBuffer buffer, SessionMessage[] survivors, int start, int length)
    {
        _buffer = buffer;
        _survivors = survivors;
        _start = start;
        _length = length;
    }

    /// <summary>No messages.</summary>
    public static MessageList Empty { get; } = new(new SharedBuffer(0), [], 0, 0);

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
        var list = Empty;
        foreach (var message in messages)
        {
            ArgumentNullException.ThrowIfNull(message, nameof(messages));
            list = list.Append(message);
        }

        return list;
    }

    /// <summary>The list with one more message at its end. Copies nothing while the shared buffer has room.</summary>
    internal MessageList Append(SessionMessage message) => throw new NotImplementedException();

    private sealed class SharedBuffer(int capacity)
    {
        public SessionMessage[] Items { get; } = new SessionMessage[capacity];

        /// <summary>How many places are taken; a list may append in place only if it ends here.</summary>
        public int Taken;
    }
}
