using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Hands large contents to the host's store, and writes what stands for them.</summary>
internal sealed class LargeContents(ContentWriter writer, IContentStore? store, int largeContentBytes)
{
    /// <summary>Hands a content over; null where it is kept in the conversation.</summary>
    /// <returns>What stands for it.</returns>
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
