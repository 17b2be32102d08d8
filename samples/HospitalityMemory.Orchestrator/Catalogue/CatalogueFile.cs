using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace HospitalityMemory.Orchestrator.Catalogue;

/// <summary>The catalogue as CSV.</summary>
internal static class CatalogueFile
{
    private const string Resource = "properties.csv";

    public static IReadOnlyList<Property> Read()
    {
        var stream = typeof(CatalogueFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }

    public static IReadOnlyList<Property> Read(TextReader text)
    {
        using var csv = new CsvReader(text, Configuration());
        return [.. csv.GetRecords<Row>().Select(row => row.ToProperty())];
    }

    public static void Write(TextWriter text, IEnumerable<Property> properties)
    {
        using var csv = new CsvWriter(text, Configuration(), leaveOpen: true);
        csv.WriteRecords(properties.Select(Row.Of));
    }

    private static CsvConfiguration Configuration() => new(CultureInfo.InvariantCulture)
    {
        NewLine = "\n",
        PrepareHeaderForMatch = header => header.Header.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant(),
    };

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string City { get; init; } = "";

        public string Country { get; init; } = "";

        public string Type { get; init; } = "";

        public string Amenities { get; init; } = "";

        public decimal Price { get; init; }

        public string Currency { get; init; } = "";

        public decimal Rating { get; init; }

        public int Capacity { get; init; }

        public static Row Of(Property property) => new()
        {
            Id = property.Id,
            Name = property.Name,
            City = property.City,
            Country = property.Country,
            Type = property.Type,
            Amenities = string.Join('|', property.Amenities),
            Price = property.PricePerNight,
            Currency = property.Currency,
            Rating = property.Rating,
            Capacity = property.Capacity,
        };

        public Property ToProperty() => new()
        {
            Id = Id,
            Name = Name,
            City = City,
            Country = Country,
            Type = Type,
            Amenities = Amenities.Split('|', StringSplitOptions.RemoveEmptyEntries),
            PricePerNight = Price,
            Currency = Currency,
            Rating = Rating,
            Capacity = Capacity,
        };
    }
}
