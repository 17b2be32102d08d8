using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>What a run has read of a conversation's messages, and what it has said itself. Thread safe.</summary>
internal sealed class RunHistory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ChatMessage> _known = new(StringComparer.Ordinal);
    private readonly List<StoredChatMessage> _own = [];
    private readonly List<IdentifiedMessage> _heldBack = [];
    private readonly List<RunHistory> _resumed = [];

    /// <summary>The messages as read when the run began; null until they are read.</summary>
    public IReadOnlyList<StoredChatMessage>? Read { get; private set; }

    /// <summary>The place of the last message that was read; 0 if there is none.</summary>
    public long LastRead => Read is [.., var last] ? last.Sequence : 0;

    /// <summary>The messages that were read, then those that this run has said since.</summary>
    public IReadOnlyList<StoredChatMessage> All
    {
        get
        {
            lock (_lock)
            {
                return [.. Read ?? [], .. _own];
            }
        }
    }

    /// <summary>The ids of what this run has said.</summary>
    public IReadOnlyList<string> OwnIds
    {
        get
        {
            lock (_lock)
            {
                return [.. _own.Select(stored => MessageIdentity.IdOf(stored.Message)).OfType<string>()];
            }
        }
    }

    /// <summary>The ids of the calls in the messages that are held back.</summary>
    public IReadOnlyList<string> HeldBackCalls
    {
        get
        {
            lock (_lock)
            {
                return [.. _heldBack.SelectMany(held => CallIds.Of(held.Message))];
            }
        }
    }

    /// <summary>Keeps what was read.</summary>
    public void Begin(IReadOnlyList<StoredChatMessage> read)
    {
        lock (_lock)
        {
            // A run that could not read at first may now read what it has said itself in between.
            Read ??= _own.Count is 0 ? read : [.. read.Where(stored => MessageIdentity.IdOf(stored.Message) is not { } id || !_known.ContainsKey(id))];
            foreach (var stored in Read)
            {
                if (MessageIdentity.IdOf(stored.Message) is { } id)
                {
                    _known.TryAdd(id, stored.Message);
                }
            }
        }
    }

    /// <summary>Takes in what the run says. Returns the messages that are new to the conversation.</summary>
    public List<IdentifiedMessage> Add(IEnumerable<IdentifiedMessage> messages, string runId)
    {
        lock (_lock)
        {
            List<IdentifiedMessage> added = [.. messages.Select(message => TryAdd(message, runId)).OfType<IdentifiedMessage>()];
            _own.AddRange(added.Select(message => new StoredChatMessage(message.Message, 0, runId)));
            return added;
        }
    }

    // A model may give different answers the same id. They are still different answers.
    private IdentifiedMessage? TryAdd(IdentifiedMessage message, string runId)
    {
        if (message.Message.Role == ChatRole.System && _known.Values.Any(known => SystemMessages.AreSame(known, message.Message)))
        {
            return null;
        }

        var id = message.Id;
        for (var nth = 1; !_known.TryAdd(id, message.Message); nth++)
        {
            if (IsSame(_known[id], message))
            {
                return null;
            }

            id = $"{message.Id}#{runId}{nth}";
        }

        return message with { Id = id };
    }

    private static bool IsSame(ChatMessage known, IdentifiedMessage message) =>
        ReferenceEquals(known, message.Message)
        || (!message.IsNew && (message.Message.Role == ChatRole.User || known.Role == ChatRole.User || SaysTheSame(known, message.Message)));

    private static bool SaysTheSame(ChatMessage one, ChatMessage other) =>
        one.Text == other.Text && CallIds.Of(one).SequenceEqual(CallIds.Of(other));

    /// <summary>Holds messages back until the run's last answer has come.</summary>
    public void HoldBack(IEnumerable<IdentifiedMessage> messages)
    {
        lock (_lock)
        {
            _heldBack.AddRange(messages);
        }
    }

    /// <summary>Continues another run: what that run holds back was said in this one too.</summary>
    public void Resume(RunHistory other)
    {
        var held = other.HeldBack();
        lock (_lock)
        {
            List<IdentifiedMessage> added = [.. held.Where(message => _known.TryAdd(message.Id, message.Message))];
            _own.AddRange(added.Select(message => new StoredChatMessage(message.Message, 0, null)));
            _heldBack.AddRange(added);
            _resumed.Add(other);
        }
    }

    /// <summary>Whether this run continued another one.</summary>
    public bool HasResumed(RunHistory other)
    {
        lock (_lock)
        {
            return _resumed.Contains(other);
        }
    }

    /// <summary>Returns what was held back, and holds it back no more.</summary>
    public List<IdentifiedMessage> TakeHeldBack()
    {
        lock (_lock)
        {
            List<IdentifiedMessage> held = [.. _heldBack];
            _heldBack.Clear();
            return held;
        }
    }

    private List<IdentifiedMessage> HeldBack()
    {
        lock (_lock)
        {
            return [.. _heldBack];
        }
    }
}
