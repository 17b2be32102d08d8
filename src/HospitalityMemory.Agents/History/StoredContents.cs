using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>The contents of messages that the host's store took, and the reference to each in the conversation.</summary>
internal sealed class StoredContents
{
    private readonly Dictionary<AIContent, JsonObject> _references = new(ReferenceEqualityComparer.Instance);

    public void Add(AIContent content, JsonObject reference) => _references[content] = reference;

    public bool Has(AIContent content) => _references.ContainsKey(content);

    /// <summary>The reference to a content, as a new instance each time; null if the conversation keeps the content itself.</summary>
    public JsonNode? Find(AIContent content) => _references.GetValueOrDefault(content)?.DeepClone();
}
