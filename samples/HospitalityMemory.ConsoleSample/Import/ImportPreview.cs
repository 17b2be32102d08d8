using System.Globalization;
using HospitalityMemory.Import;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Shows how a file would be read, and writes nothing.</summary>
internal sealed class ImportPreview(IAnsiConsole console)
{
    private const int ShownRows = 10;

    public async Task ShowAsync(BookingFileReader reader, CancellationToken cancellationToken)
    {
        console.WriteHeading("The file");
        console.WriteText(Facts(reader));
        ImportSummary.ShowNotes(console, reader);
        ShowMapping(reader.Mapping);

        var first = new List<ImportedBooking>(ShownRows);
        var report = new ImportReport();
        await foreach (var row in reader.ReadAsync(cancellationToken))
        {
            if (first.Count < ShownRows)
            {
                first.Add(row);
            }

            report.Add(new BookingOutcome
            {
                Kind = row.IsRefused ? ImportOutcomeKind.Refused : ImportOutcomeKind.Recorded,
                Line = row.Line,
                UserId = row.UserId,
                Booking = row.Booking,
                Problems = row.Problems,
            });
        }

        ShowRows(first);
        console.WriteHeading("All rows");
        console.WriteText($"{Words.Count(report.Taken, "row")} of {Words.Count(report.Guests, "guest")} can be read, {report.Cancelled:N0} of them cancelled or no-shows; {report.Refused:N0} would be refused.");
        ImportSummary.ShowReasons(console, report.Refusals, "Refused would be:", "yellow");
        ImportSummary.ShowReasons(console, report.Losses, "Taken without something would be:", "yellow");
    }

    private static string Facts(BookingFileReader reader)
    {
        var separator = reader.Separator switch
        {
            null => "",
            '\t' => ", separated by tabs",
            var sign => $", separated by \"{sign}\"",
        };
        return $"{Words.Count(reader.Rows, "row")}, {reader.Kind} in {reader.Encoding}{separator}{(reader.Packing is { } packing ? $", packed with {packing}" : "")}. "
            + (reader.Preset is { } preset ? $"Its columns are those of {preset}." : "Its columns are those of no preset.");
    }

    private void ShowMapping(BookingMapping mapping)
    {
        console.WriteHeading("The mapping");
        foreach (var name in ImportFields.All.Where(name => mapping.Fields.ContainsKey(name)))
        {
            console.WriteLabeled(name.PadRight(14), SourceOf(mapping.Fields[name]));
        }

        foreach (var (name, column) in mapping.Extras)
        {
            console.WriteLabeled(name.PadRight(14), $"{column}, kept beside the booking");
        }
    }

    private static string SourceOf(MappedField field)
    {
        string?[] words =
        [
            field.Columns.Count > 0 ? string.Join(" + ", field.Columns) : null,
            field.EachRow ? "each row is a guest of its own" : null,
            field.Value is { } value ? $"\"{value}\"" : null,
            field.Values.Count > 0 ? $"looked up in {field.Values.Count} words" : null,
            field.Hash ? "hashed" : null,
            field.Dates,
            field.Decimals is { } sign ? $"decimal {sign}" : null,
            field.Scale is { } scale ? string.Create(CultureInfo.InvariantCulture, $"out of {scale}") : null,
        ];
        return words.OfType<string>().ToList() is { Count: > 0 } said ? string.Join(", ", said) : "not read";
    }

    private void ShowRows(List<ImportedBooking> rows)
    {
        console.WriteHeading($"The first {Words.Count(rows.Count, "row")}");
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        foreach (var title in (string[])["line", "guest", "stay", "city", "a night", "party", "status"])
        {
            table.AddColumn(new TableColumn(title) { NoWrap = title is "line" or "stay" });
        }

        foreach (var row in rows)
        {
            var line = row.Line.ToString(CultureInfo.InvariantCulture);
            if (row.Booking is not { } booking)
            {
                table.AddRow(new Text(line), new Text("refused", "yellow"), new Text(""), new Text(""), new Text(""), new Text(""), new Text(""));
                continue;
            }

            table.AddRow(
                new Text(line),
                new Text(Short(row.UserId!)),
                new Text($"{booking.CheckIn:yyyy-MM-dd}{(booking.Dates.Nights is { } nights ? $" +{nights}" : "")}"),
                new Text(booking.City),
                new Text(Price(booking)),
                new Text(booking.Guests?.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Text(BookingStatusNames.NameOf(booking.Status)));
        }

        console.Write(table);
    }

    private static string Price(Booking booking)
    {
        // A stay within one day has no night, and its total is its price.
        var shown = booking.PricePerNight ?? (booking.Dates.Nights is { } nights ? booking.TotalPrice / Math.Max(1, nights) : null);
        return shown is { } price ? $"{price:0.##} {booking.Currency}".TrimEnd() : "";
    }

    private static string Short(string id)
    {
        const int Shown = 14;
        return id.Length > Shown ? $"{id[..Shown]}..." : id;
    }
}
