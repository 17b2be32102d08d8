using System.Collections;

namespace HospitalityMemory.Stores;

/// <summary>
/// Messages that an append let go. Their JSON is read when somebody asks for them, which without a summarizer nobody does.
/// Thread safe.
/// </summary>
internal sealed class StoredMessages : IReadOnlyList<SessionMessage>
{
    private readonly byte[][] _stored;
    private SessionMessage[]? _messages;

    private StoredMessages(byte[][] stored) => _stored = stored;

    public int Count => _stored.Length;

    // Two who ask at once read the same.
    private SessionMessage[] Messages => _messages ??= Array.ConvertAll(_stored, static json => MemoryJson.ReadMessage(json));

    public SessionMessage this[int index] => Messages[index];

    /// <returns>The messages; null for none.</returns>
    public static StoredMessages? From(byte[][] stored) => stored is [] ? null : new(stored);

    public IEnumerator<SessionMessage> GetEnumerator() => ((IEnumerable<SessionMessage>)Messages).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
