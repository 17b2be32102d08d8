using System.Text.Json;

namespace HospitalityMemory;

/// <summary>The members of an agent's JSON by their names, before they are read. Immutable; needs the JSON no longer.</summary>
internal sealed class GivenSlots
{
    private GivenSlots(OrderedDictionary<string, JsonElement> values, SlotSynonyms synonyms, bool hasTooManyExtras)
    {
        Values = values;
        Synonyms = synonyms;
        HasTooManyExtras = hasTooManyExtras;
    }

    /// <summary>What was given; slots by their own names stand under those, all else as it was written. None is null.</summary>
    public OrderedDictionary<string, JsonElement> Values { get; }

    public SlotSynonyms Synonyms { get; }

    /// <summary>Whether there were more extras than a session can hold, whatever it holds; the rest of them is left out.</summary>
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

        // Of two members of one name the later wins, as in any JSON object: the earlier is not even looked at.
        var values = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        var (extras, hasTooMany) = (0, false);
        foreach (var property in JsonText.Repaired(json).EnumerateObject())
        {
            // Names of such a length are no slot's, and are not to be compared with all of them.
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
