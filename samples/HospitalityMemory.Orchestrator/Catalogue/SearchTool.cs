using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Orchestrator.Catalogue;

/// <summary>The catalogue as a tool for agents. Every property is free on every day: it is a sample.</summary>
internal static class SearchTool
{
    /// <summary>Writes names as the memory's tools do.</summary>
    public static JsonSerializerOptions Json { get; } = new(AIJsonUtilities.DefaultOptions) { PropertyNamingPolicy = new Names() };

    public static AIFunction Over(PropertyCatalogue catalogue) => AIFunctionFactory.Create(
        (
            [Description("The city.")] string city,
            [Description("How many guests.")] int guests,
            [Description("The most that one night may cost; left out for no limit.")] decimal? budget = null,
            [Description("ISO 4217 code of the budget; left out for that of each property.")] string? currency = null,
            [Description("What it must have, such as pool or breakfast.")] IReadOnlyList<string>? amenities = null,
            [Description("hotel, apartment, villa, guesthouse or hostel.")] string? type = null) =>
            new Found(catalogue.Search(new() { City = city, Guests = guests, Budget = budget, Currency = currency, Amenities = amenities ?? [], Type = type })),
        new AIFunctionFactoryOptions
        {
            Name = "search_properties",
            Description = "Finds what the catalogue has. Call it as soon as city, days and guests are known, then rank what it found.",
            SerializerOptions = Json,
        });

    internal sealed record Found(IReadOnlyList<Property> Properties);

    private sealed class Names : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name is nameof(Property.PricePerNight) ? "price" : SnakeCaseLower.ConvertName(name);
    }
}
