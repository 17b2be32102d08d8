using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// The members of an agent's JSON by name, before their values are read. Immutable; a copy, independent of the JSON.
/// </summary>
internal sealed class GivenSlots
{
    private GivenSlots(OrderedDictionary<string, JsonElement> values, SlotSynonyms synonyms, bool hasTooManyExtras)
    {
        Values = values;
        Synonyms = synonyms;
        HasTooManyExtras = hasTooManyExtras;
    }

    /// <summary>
    /// What was given. Slots stand under their own names, all else under the name as it was written. No value is null.
    /// </summary>
    public OrderedDictionary<string, JsonElement> Values { get; }

    public SlotSynonyms Synonyms { get; }

    /// <summary>Whether there were more extras than any session can hold. The extras beyond that are left out.</summary>
    public bool HasTooManyExtras { get; }

    /// <param name="json">An object; null values are left out.</param>
    /// <param name="synonyms">What else the slots are called.</param>
    /// <param name="parameterName">What the caller calls the JSON.</param>
    /// <exception cref="ArgumentException">The JSON is no object.</exception>
    public static GivenSlots Of(JsonElement json, SlotSynonyms synonyms, string parameterName)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            throw new ArgumentException($"Slots are a JSON object; this is {json.ValueKind}.", parameterName);
        }

        // Where a name occurs twice, the later member wins, as in any JSON object. The earlier one is not read.
        var values = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        var (extras, hasTooMany) = (0, false);
        foreach (var property in JsonText.Repaired(json).EnumerateObject())
        {
            // A name of this length is no slot's. Comparing it with all of them would only cost time.
            var isShort = property.Name.Length <= SlotRules.MaxExtraNameLength;
            var name = isShort ? SlotSynonyms.OwnName(property.Name) ?? property.Name : property.Name;
            var isKnown = isShort && synonyms.SlotOf(name) is not null;
            if (!isKnown && !values.ContainsKey(name) && ++extras > SlotRules.MaxExtras)
            {
                // Bounds the work on hostile JSON.
                hasTooMany = true;
                continue;
            }

            values[name] = property.Value.Clone();
        }

        foreach (var name in values.Where(member => member.Value.ValueKind is JsonValueKind.Null).Select(member => member.Key).ToList())
        {
            values.Remove(name);
        }

        return new(values, synonyms, hasTooMany);
    }
}
