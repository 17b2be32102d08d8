using System.Globalization;
using CsvHelper;

namespace HospitalityMemory.Orchestrator.Catalogue;

/// <summary>The catalogue as CSV: one line for each property, with a bar between amenities.</summary>
internal static class CatalogueFile
{
    private const string Resource = "properties.csv";
    private const char AmenitySeparator = '|';

    private static readonly string[] Columns = ["id", "name", "city", "country", "type", "amenities", "price", "currency", "rating", "capacity"];

    /// <summary>Reads the catalogue that is part of the program.</summary>
    public static IReadOnlyList<Property> Read()
    {
        using var stream = typeof(CatalogueFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}.");
        return Read(stream);
    }

    /// <exception cref="InvalidDataException">A column is missing, or a value is no number.</exception>
    public static IReadOnlyList<Property> Read(Stream stream)
    {
        var properties = new List<Property>();
        using var reader = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',' });
        reader.ReadHeader();
        if (!reader.Headers.SequenceEqual(Columns, StringComparer.Ordinal))
        {
            throw new InvalidDataException($"The columns of a catalogue are {string.Join(',', Columns)}.");
        }

        while (reader.Read())
        {
            properties.Add(Row(reader));
        }

        return properties;
    }

    /// <summary>The text of a catalogue. Nothing in it needs a quote.</summary>
    public static string Write(IEnumerable<Property> properties) => string.Concat(
    [
        string.Join(',', Columns) + "\n",
        .. properties.Select(Line),
    ]);

    private static string Line(Property property) => string.Join(
        ',',
        property.Id,
        property.Name,
        property.City,
        property.Country,
        property.Type,
        string.Join(AmenitySeparator, property.Amenities),
        property.PricePerNight.ToString(CultureInfo.InvariantCulture),
        property.Currency,
        property.Rating.ToString(CultureInfo.InvariantCulture),
        property.Capacity.ToString(CultureInfo.InvariantCulture)) + "\n";

    private static Property Row(CsvReader reader) => new()
    {
        Id = reader.GetString(0),
        Name = reader.GetString(1),
        City = reader.GetString(2),
        Country = reader.GetString(3),
        Type = reader.GetString(4),
        Amenities = reader.GetString(5).Split(AmenitySeparator, StringSplitOptions.RemoveEmptyEntries),
        PricePerNight = Number(reader, 6),
        Currency = reader.GetString(7),
        Rating = Number(reader, 8),
        Capacity = (int)Number(reader, 9),
    };

    private static decimal Number(CsvReader reader, int column) =>
        decimal.TryParse(reader.GetString(column), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"'{reader.GetString(column)}' is no {Columns[column]}.");
}
