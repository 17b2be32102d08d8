using System.Globalization;
using CsvHelper;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>The fields of the row that was read last, by the names of their columns, and all that is wrong with them.</summary>
internal sealed class CsvFields(CsvReader reader, CsvColumns columns)
{
    private const int ShownLength = 30;

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    /// <returns>The text on one line, without the spaces around it; null where the field is empty or the file lacks the column.</returns>
    public string? Text(string column) =>
        columns.IndexOf(column) is var index and >= 0 && OnOneLine(reader.GetString(index)).Trim() is { Length: > 0 } text ? text : null;

    public string Required(string column)
    {
        var text = Text(column);
        if (text is null)
        {
            _problems.Add($"{column} is empty");
        }

        return text ?? "";
    }

    public DateOnly RequiredDate(string column)
    {
        Required(column);
        return Date(column) ?? default;
    }

    private DateOnly? Date(string column)
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Refuse(column, text, "a date as yyyy-MM-dd");
        return null;
    }

    /// <summary>What became of the booking; where the file does not say, it stands.</summary>
    public BookingStatus Status(string column)
    {
        if (Text(column) is not { } text)
        {
            return BookingStatus.Booked;
        }

        if (!BookingStatusNames.TryParse(text, out var status))
        {
            Refuse(column, text, "booked, cancelled or no_show");
        }

        return status;
    }

    /// <summary>A quoted field may hold line breaks, which no name of a city or amenity has.</summary>
    private static string OnOneLine(string text) => text.AsSpan().ContainsAny('\r', '\n', '\t')
        ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : text;

    private void Refuse(string column, string text, string allowed)
    {
        var shown = string.Concat(text.Take(ShownLength).Select(character => char.IsControl(character) ? '?' : character));
        if (text.Length > ShownLength)
        {
            shown += "...";
        }

        _problems.Add($"{column} is \"{shown}\", not {allowed}");
    }
}
