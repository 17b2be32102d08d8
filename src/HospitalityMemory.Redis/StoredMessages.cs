using System.Collections;

namespace HospitalityMemory.Stores;

/// <summary>
/// Messages that an append let go. Their JSON is read when somebody asks for them, which without a summarizer nobody does.
/// Thread safe.
/// </summary>
internal sealed class StoredMessages : IReadOnlyList<SessionMessage>
{
    private readonly byte[][] _stored;
    private readonly Lazy<SessionMessage[]> _messages;

    private StoredMessages(byte[][] stored)
    {
        _stored = stored;
        _messages = new(() => Array.ConvertAll(_stored, static json => MemoryJson.ReadMessage(json)));
    }

    public int Count => _stored.Length;

    public SessionMessage this[int index] => _messages.Value[index];

    /// <returns>The messages; null for none.</returns>
    public static StoredMessages? From(byte[][] stored) => stored is [] ? null : new(stored);

    public IEnumerator<SessionMessage> GetEnumerator() => ((IEnumerable<SessionMessage>)_messages.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
