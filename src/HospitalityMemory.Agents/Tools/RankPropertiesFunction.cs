using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>Orders properties by how well they fit the guest.</summary>
internal sealed class RankPropertiesFunction(AgentMemory memory, GuestConversation conversation) : GuestFunction(memory, conversation, Text)
{
    private const int MaxProperties = 500;

    private static readonly ToolDescription Text = new(
        "rank_properties",
        "Orders properties by how well they fit this guest, each with a score from 0 to 1 and reasons that you may say. Call it with "
            + "all properties that you found, before you show any. Give what you know of each; the rest may be left out.",
        JsonElement.Parse(
            """
            {
              "type": "object",
              "properties": {
                "properties": {
                  "type": "array",
                  "description": "1 to 500 properties.",
                  "items": {
                    "type": "object",
                    "properties": {
                      "id": { "type": "string", "description": "The property's id, 1 to 200 characters." },
                      "name": { "type": "string" },
                      "city": { "type": "string" },
                      "country": { "type": "string" },
                      "type": { "type": "string", "description": "Such as villa or apartment." },
                      "operator": { "type": "string", "description": "Who runs it: its host, brand or chain." },
                      "amenities": { "type": "array", "items": { "type": "string" } },
                      "price": { "type": "number", "description": "The price of one night, above 0." },
                      "currency": { "type": "string", "description": "ISO 4217 code of the price, such as USD." }
                    },
                    "required": ["id"]
                  }
                }
              },
              "required": ["properties"]
            }
            """));

    protected override string WhenFailed => "They cannot be ranked now. Show them in the order in which you found them.";

    protected override async ValueTask<JsonObject> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Find("properties", "candidates") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > MaxProperties)
        {
            arguments.Refuse("properties", string.Create(CultureInfo.InvariantCulture, $"must be a list of 1 to {MaxProperties} properties."));
            return ToolAnswer.Refused(arguments.Errors);
        }

        var (refused, given) = (new List<ArgumentError>(), new List<GivenProperty>());
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            var property = new ToolArguments(item, string.Create(CultureInfo.InvariantCulture, $"properties[{index}]."));
            if (GivenProperty.Read(property) is { } read)
            {
                given.Add(read);
            }

            refused.AddRange(property.Errors);
        }

        return given.Count is 0 ? ToolAnswer.Refused(refused) : await RankAsync(given, refused, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<JsonObject> RankAsync(List<GivenProperty> given, List<ArgumentError> refused, CancellationToken cancellationToken)
    {
        JsonNode? errors = refused.Count is 0 ? null : ToolAnswer.Errors(refused);
        if (Conversation.UserId is not { } userId)
        {
            return ToolAnswer.Success(
                ("note", "The guest is not signed in: this is the order in which they were given."),
                ("ranked", ToolAnswer.Array(given, static property => property.Show(null))),
                ("refused", errors));
        }

        var names = given.DistinctBy(property => property.Candidate.PropertyId).ToDictionary(property => property.Candidate.PropertyId);
        var ranked = await Memory.LongTerm
            .RankPropertiesAsync(userId, [.. given.Select(property => property.Candidate)], cancellationToken).ConfigureAwait(false);
        return ToolAnswer.Success(
            ("ranked", ToolAnswer.Array(ranked, property => names[property.Property.PropertyId].Show(property))), ("refused", errors));
    }

    /// <summary>A property as the model gave it.</summary>
    private sealed record GivenProperty(PropertyCandidate Candidate, string? Name)
    {
        /// <summary>Reads a property. A member that is wrong is noted and left out; without a valid id there is no property.</summary>
        public static GivenProperty? Read(ToolArguments arguments)
        {
            var id = arguments.Text("id", "property_id");
            if (id is null or { Length: > 200 })
            {
                arguments.Refuse("id", "is missing or too long; 1 to 200 characters are allowed.");
                return null;
            }

            var price = Price(arguments);
            var currency = Currency(arguments, out var isRefused);
            return new(
                new()
                {
                    PropertyId = id,
                    City = arguments.Text("city"),
                    Country = arguments.Text("country"),
                    PropertyType = arguments.Text("type", "property_type"),
                    Operator = arguments.Text("operator", "host", "brand", "chain"),
                    Amenities = arguments.Texts("amenities"),

                    // A price in an invalid currency must not become a price in the default currency.
                    PricePerNight = isRefused ? null : price,
                    Currency = currency,
                },
                arguments.Text("name"));
        }

        public JsonObject Show(RankedProperty? ranked) => ToolAnswer.Object(
            ("id", ToolAnswer.Shown(Candidate.PropertyId)),
            ("name", ToolAnswer.Shown(Name)),
            ("score", ranked is null ? null : Math.Round(ranked.Score, 3)),
            ("reasons", ranked is null ? null : ToolAnswer.Array(ranked.Reasons, ToolAnswer.Shown)));

        private static decimal? Price(ToolArguments arguments)
        {
            var price = arguments.Number("price", "price_per_night");
            if (price is not (<= 0 or > 1_000_000_000))
            {
                return price;
            }

            arguments.Refuse("price", "must be above 0 and up to 1000000000.");
            return null;
        }

        private static string? Currency(ToolArguments arguments, out bool isRefused)
        {
            isRefused = false;
            if (arguments.Text("currency")?.ToUpperInvariant() is not { } currency)
            {
                return null;
            }

            try
            {
                return new Money(0, currency).Currency;
            }
            catch (ArgumentException)
            {
                isRefused = true;
                arguments.Refuse("currency", "must be an ISO 4217 code, such as USD.");
                return null;
            }
        }
    }
}
