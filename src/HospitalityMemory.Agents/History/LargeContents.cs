using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Passes large contents to the host's store, and writes references in their place.</summary>
internal sealed class LargeContents(ContentWriter writer, IContentStore? store, int largeContentBytes)
{
    /// <summary>Passes a content to the store, if it is large.</summary>
    /// <returns>The reference to it; null if the conversation keeps the content itself.</returns>
    public async ValueTask<JsonObject?> TryStoreAsync(
        GuestConversation conversation, AIContent content, CancellationToken cancellationToken)
    {
        if (store is null || content is not DataContent data || data.Data.Length < largeContentBytes)
        {
            return null;
        }

        var key = await store.StoreAsync(conversation, data, cancellationToken).ConfigureAwait(false);
        var empty = new DataContent(ReadOnlyMemory<byte>.Empty, data.MediaType)
        {
            Name = data.Name,
            Annotations = data.Annotations,
            AdditionalProperties = data.AdditionalProperties,
        };
        return new JsonObject
        {
            [ContentNames.Stored] = key,
            [ContentNames.Bytes] = data.Data.Length,
            [ContentNames.Content] = writer.Write(empty),
        };
    }
}
