using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>Real stays, which may lie beside the repository.</summary>
internal static class RealStays
{
    public const string RelativePath = "shared/evaluation/dev/stays.csv.gz";

    /// <returns>Null where there is no such file.</returns>
    public static List<(string UserId, Booking Booking)>? TryRead()
    {
        if (FindFile() is not { } path)
        {
            return null;
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var columns = ReadRow(reader)!.Select((name, index) => (name, index)).ToDictionary(column => column.name, column => column.index, StringComparer.Ordinal);
        var stays = new List<(string UserId, Booking Booking)>();
        while (ReadRow(reader) is { } row)
        {
            stays.Add((row[columns["user_id"]], BookingOf(name => row[columns[name]] is { Length: > 0 } text ? text : null)));
        }

        return stays;
    }

    private static Booking BookingOf(Func<string, string?> field)
    {
        var price = Number(field("price"));
        return new()
        {
            BookingId = field("stay_id")!,
            City = field("city")!,
            CheckIn = Day(field("check_in"))!.Value,
            CheckOut = Day(field("check_out")),
            BookedAt = Day(field("booked_at")) is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null,
            Country = field("country"),
            PricePerNight = price,
            Currency = price is null ? null : field("currency"),
            PropertyType = field("property_type"),
            Amenities = field("amenities")?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            GuestRating = Number(field("rating")),
            PropertyId = field("listing_id"),
        };
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The fields of a row of CSV. A quoted field may contain commas and line breaks.</summary>
    private static List<string>? ReadRow(StreamReader reader)
    {
        if (reader.ReadLine() is not { } line)
        {
            return null;
        }

        if (!line.Contains('"'))
        {
            return [.. line.Split(',')];
        }

        while (line.Count(letter => letter is '"') % 2 is 1 && reader.ReadLine() is { } next)
        {
            line = $"{line}\n{next}";
        }

        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        foreach (var letter in line)
        {
            if (letter is '"')
            {
                isQuoted = !isQuoted;
            }
            else if (letter is ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                // The memory would refuse a line break within a name.
                field.Append(letter is '\n' ? ' ' : letter);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    /// <summary>Looks beside the repository and beside every folder above it.</summary>
    private static string? FindFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HospitalityMemory.sln")))
        {
            folder = folder.Parent;
        }

        for (var above = folder?.Parent; above is not null; above = above.Parent)
        {
            var path = Path.Combine(above.FullName, RelativePath);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
