using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>Where a host keeps what is too large for a conversation, such as photographs.</summary>
/// <remarks>
/// Must be thread safe. A conversation then holds the key only. The memory does not delete what it put there: a host that
/// erases a guest, or whose sessions end (<see cref="ISessionEndHandler"/>), deletes by conversation.
/// </remarks>
public interface IContentStore
{
    /// <summary>Keeps a content.</summary>
    /// <param name="conversation">The conversation that it belongs to.</param>
    /// <param name="content">The content, with its data.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The key, any text of at most 8,192 bytes as UTF-8. The same data may get the same key. Where this throws, which is logged,
    /// the conversation keeps the content itself.</returns>
    ValueTask<string> StoreAsync(GuestConversation conversation, DataContent content, CancellationToken cancellationToken);

    /// <summary>Gives back the data of a content.</summary>
    /// <param name="conversation">The conversation that it belongs to.</param>
    /// <param name="key">What storing it returned.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The data; null where it is gone, and then a text says so in its place. Where this throws, the history cannot be
    /// read.</returns>
    ValueTask<byte[]?> ReadAsync(GuestConversation conversation, string key, CancellationToken cancellationToken);
}
