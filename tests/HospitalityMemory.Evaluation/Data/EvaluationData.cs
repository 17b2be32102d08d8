using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CsvHelper;

namespace HospitalityMemory.Evaluation.Data;

/// <summary>
/// A folder with <c>stays.csv</c>, <c>listings.csv</c> and <c>cases.jsonl</c>, each possibly gzipped (<c>.gz</c>). Empty fields
/// and missing columns are unknown. Listings and cases may be missing altogether.
/// </summary>
internal sealed class EvaluationData
{
    private static readonly JsonSerializerOptions CaseFormat = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private EvaluationData(
        IReadOnlyList<Stay> stays, IReadOnlyDictionary<string, PropertyCandidate> listings, IReadOnlyDictionary<long, Case> cases)
    {
        Stays = stays;
        Listings = listings;
        Cases = cases;
    }

    /// <summary>The stays in the order of their ids, which is the order of time.</summary>
    public IReadOnlyList<Stay> Stays { get; }

    public IReadOnlyDictionary<string, PropertyCandidate> Listings { get; }

    public IReadOnlyDictionary<long, Case> Cases { get; }

    /// <summary>The same listings and cases, with other stays.</summary>
    public EvaluationData With(IReadOnlyList<Stay> stays) => new(stays, Listings, Cases);

    /// <summary>The same cases, with other stays and listings.</summary>
    public EvaluationData With(IReadOnlyList<Stay> stays, IReadOnlyDictionary<string, PropertyCandidate> listings) => new(stays, listings, Cases);

    public static async Task<EvaluationData> ReadAsync(string folder)
    {
        var stays = await ReadRowsAsync(folder, "stays.csv", Stay.From) ?? throw new FileNotFoundException($"{folder} has no stays.csv or stays.csv.gz.");
        var listings = (await ReadRowsAsync(folder, "listings.csv", ListingOf) ?? [])
            .DistinctBy(listing => listing.PropertyId)
            .ToDictionary(listing => listing.PropertyId, StringComparer.Ordinal);
        return new(
            [.. stays.Select(stay => stay.RunBy(listings)).OrderBy(stay => stay.Id)],
            listings,
            (await ReadCasesAsync(folder)).ToDictionary(known => known.Id));
    }

    private static PropertyCandidate ListingOf(CsvRow row) => new()
    {
        PropertyId = row.Text("listing_id") ?? string.Empty,
        City = row.Text("city"),
        Country = row.Text("country"),
        PricePerNight = row.Price("price", out var currency),
        Currency = currency,
        PropertyType = row.Text("property_type"),
        Amenities = row.List("amenities"),
        Operator = row.Text("host"),
    };

    private static async Task<List<T>?> ReadRowsAsync<T>(string folder, string name, Func<CsvRow, T> read)
    {
        await using var content = Open(folder, name);
        if (content is null)
        {
            return null;
        }

        await using var reader = CsvReader.Create(content, new CsvReaderOptions { Separator = ',', PoolStrings = true });
        await reader.ReadHeaderAsync();
        var row = new CsvRow(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(row));
        }

        return rows;
    }

    private static async Task<List<Case>> ReadCasesAsync(string folder)
    {
        var cases = new List<Case>();
        await using var content = Open(folder, "cases.jsonl");
        if (content is not null)
        {
            using var reader = new StreamReader(content);
            while (await reader.ReadLineAsync() is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    cases.Add(JsonSerializer.Deserialize<Case>(line, CaseFormat)!);
                }
            }
        }

        return cases;
    }

    private static Stream? Open(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.OpenRead(path)
            : File.Exists(path + ".gz") ? new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress)
            : null;
    }
}

/// <summary>The row that was read last, with its fields by column name.</summary>
internal sealed class CsvRow(CsvReader reader)
{
    /// <summary>The highest price that the library accepts.</summary>
    private const decimal MaxPrice = 1_000_000_000;

    private readonly Dictionary<string, int> _columns =
        reader.Headers.Select((name, index) => (name, index)).ToDictionary(column => column.name, column => column.index, StringComparer.Ordinal);

    public string? Text(string column) =>
        Raw(column) is { } raw && OnOneLine(raw).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The field as written in the file.</summary>
    public string? Raw(string column) => _columns.TryGetValue(column, out var index) ? reader.GetString(index) : null;

    /// <summary>The library accepts no control characters in names.</summary>
    private static string OnOneLine(string text) => text.Any(char.IsControl)
        ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : text;

    public IReadOnlyList<string> List(string column) => Text(column)?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public DateOnly? Date(string column) =>
        Text(column) is { Length: >= 10 } text && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>
    /// A price with its currency. Both are null where either is invalid. Without a currency the price is in the default one.
    /// </summary>
    public decimal? Price(string column, out string? currency)
    {
        currency = Text("currency")?.ToUpperInvariant();
        if ((currency is null || (currency.Length is 3 && currency.All(char.IsAsciiLetterUpper)))
            && decimal.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var price)
            && price is > 0 and <= MaxPrice)
        {
            return price;
        }

        currency = null;
        return null;
    }
}
