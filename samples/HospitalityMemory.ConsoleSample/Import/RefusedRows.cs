using System.Globalization;
using System.Text;
using System.Text.Json;
using HospitalityMemory.Import;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>
/// Keeps refused rows in a file beside the imported one, each with its line number and its problem. Once corrected, the file can be
/// imported itself.
/// </summary>
internal sealed class RefusedRows(BookingFileReader reader, string path) : IDisposable
{
    private readonly char? _separator = reader.Separator;
    private StreamWriter? _writer;

    /// <summary>The file. It is created with the first refused row.</summary>
    public string Path { get; } = $"{WithoutPacking(path)}.refused{(reader.Separator is null ? ".jsonl" : ".csv")}";

    public bool IsWritten => _writer is not null;

    public void Add(BookingOutcome row)
    {
        var problems = string.Join("; ", row.Problems.Select(problem => problem.Message));
        _writer ??= Open();
        _writer.WriteLine(_separator is { } separator ? CsvLine(row, problems, separator) : JsonLine(row, problems));
    }

    public void Dispose() => _writer?.Dispose();

    private StreamWriter Open()
    {
        // The mark at the beginning tells spreadsheets the encoding.
        var writer = new StreamWriter(Path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: _separator is not null)) { NewLine = "\n" };
        if (_separator is { } separator)
        {
            writer.WriteLine(string.Join(separator, reader.Columns.Concat(["import_line", "import_problem", "import_row"]).Select(column => Quoted(column, separator))));
        }

        return writer;
    }

    /// <summary>The row as it was, followed by the problem. A row that is not well formed becomes a single field.</summary>
    private string CsvLine(BookingOutcome row, string problems, char separator)
    {
        var isWhole = row.Problems.Any(problem => problem.Column is not null);
        var fields = isWhole ? row.Raw : new string(separator, reader.Columns.Count - 1);
        return string.Join(
            separator, fields, row.Line.ToString(CultureInfo.InvariantCulture), Quoted(problems, separator), isWhole ? "" : Quoted(row.Raw ?? "", separator));
    }

    private static string JsonLine(BookingOutcome row, string problems)
    {
        var text = row.Raw?.TrimEnd() ?? "";
        var also = string.Create(CultureInfo.InvariantCulture, $"\"import_line\":{row.Line},\"import_problem\":{JsonText(problems)}");
        var isObject = text.StartsWith('{') && text.EndsWith('}') && row.Problems.Any(problem => problem.Column is not null);
        return isObject
            ? $"{text.ReplaceLineEndings(" ")[..^1].TrimEnd()}{(text.Length > 2 ? "," : "")}{also}}}"
            : $"{{{also},\"import_row\":{JsonText(text)}}}";
    }

    private static string JsonText(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Quoted(string text, char separator) => text.AsSpan().ContainsAny([separator, '"', '\n', '\r'])
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;

    private static string WithoutPacking(string path)
    {
        string[] packings = [".gz", ".zip"];
        var name = packings.Any(packing => path.EndsWith(packing, StringComparison.OrdinalIgnoreCase)) ? path[..path.LastIndexOf('.')] : path;
        return System.IO.Path.ChangeExtension(name, null);
    }
}
