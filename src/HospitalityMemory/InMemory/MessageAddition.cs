namespace HospitalityMemory.Stores;

/// <summary>What is to be appended: one message, as a rule, or several.</summary>
internal readonly struct NewMessages
{
    private readonly SessionMessage? _single;
    private readonly IReadOnlyList<SessionMessage>? _several;

    public NewMessages(SessionMessage message) => _single = message;

    public NewMessages(IReadOnlyList<SessionMessage> messages) => _several = messages;

    public MessageAddition AddTo(MessageList current, int keep) =>
        _single is not null ? new(current, _single, keep) : new(current, _several!, keep);
}

/// <summary>
/// Messages to be appended to a session, and what trimming then drops: one of each in the usual case, without a list.
/// </summary>
internal readonly struct MessageAddition
{
    private readonly SessionMessage? _single;
    private readonly IReadOnlyList<SessionMessage> _messages;
    private readonly int _droppedIndex;
    private readonly IReadOnlyList<int> _droppedIndexes;

    /// <summary>Adds one message. A full session whose oldest message stands alone lets that one go.</summary>
    public MessageAddition(MessageList current, SessionMessage message, int keep)
    {
        _messages = [];
        _droppedIndexes = [];
        _droppedIndex = current.Count == keep ? MessageTrimming.FirstPlainMessage(current, keep + 1) : -1;
        if (current.Count >= keep && _droppedIndex < 0)
        {
            this = new(current, [message], keep);
            return;
        }

        _single = message;
        AddedBytes = SessionSize.Message(message);
        if (_droppedIndex >= 0)
        {
            DroppedMessage = current[_droppedIndex];
            DroppedBytes = SessionSize.Message(DroppedMessage);
        }
    }

    public MessageAddition(MessageList current, IReadOnlyList<SessionMessage> messages, int keep)
    {
        _messages = messages;
        _droppedIndex = -1;
        AddedBytes = SessionSize.Messages(messages);
        SessionMessage[] all = [.. current, .. messages];
        _droppedIndexes = MessageTrimming.SelectDropped(all, keep);
        if (_droppedIndexes.Count > 0)
        {
            DroppedMessages = [.. _droppedIndexes.Select(index => all[index])];
            DroppedBytes = SessionSize.Messages(DroppedMessages);
        }
    }

    public long AddedBytes { get; }

    public long DroppedBytes { get; }

    public int Count => _single is null ? _messages.Count : 1;

    public SessionMessage? DroppedMessage { get; }

    public IReadOnlyList<SessionMessage>? DroppedMessages { get; }

    public MessageList AppendTo(MessageList current, bool compact) => _single is null
        ? current.Append(_messages, _droppedIndexes, compact)
        : current.Append(_single, _droppedIndex, compact);

    /// <summary>Gives the messages their places. Nobody else has seen them yet.</summary>
    public void Number(long first)
    {
        _single?.AssignSequence(first);
        for (var i = 0; i < _messages.Count; i++)
        {
            _messages[i].AssignSequence(first + i);
        }
    }
}
