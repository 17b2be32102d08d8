using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>The contents of messages that the host's store took, and what stands for each in the conversation.</summary>
internal sealed class StoredContents
{
    private readonly Dictionary<AIContent, JsonObject> _references = new(ReferenceEqualityComparer.Instance);

    public void Add(AIContent content, JsonObject reference) => _references[content] = reference;

    public bool Has(AIContent content) => _references.ContainsKey(content);

    /// <summary>What stands for a content, an instance of its own each time; null where it is kept in the conversation.</summary>
    public JsonNode? Find(AIContent content) => _references.GetValueOrDefault(content)?.DeepClone();
}
