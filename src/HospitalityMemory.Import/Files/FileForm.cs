using System.Text;
using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>The form of a file: CSV, JSON or JSON lines, and its encoding.</summary>
internal sealed record FileForm(FileKind Kind, FileText Text, CsvForm Csv)
{
    private const int HeadLength = 64 * 1024;

    public static async ValueTask<FileForm> OfAsync(BookingFile file, FileText text, BookingFileOptions options, CancellationToken cancellationToken)
    {
        var content = FileContent.Open(file, options);
        await using (content.ConfigureAwait(false))
        {
            var utf8 = text.AsUtf8(content.Content);
            await using (utf8.ConfigureAwait(false))
            {
                var head = new byte[HeadLength];
                var length = await utf8.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return Of(Encoding.UTF8.GetString(head, 0, length).TrimStart('\uFEFF'), text, options);
            }
        }
    }

    /// <summary>Opens the rows of a file of this form.</summary>
    /// <param name="content">The file's content. The rows dispose of it.</param>
    /// <param name="options">What is allowed.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async ValueTask<IRowReader> OpenRowsAsync(Stream content, BookingFileOptions options, CancellationToken cancellationToken)
    {
        var utf8 = Text.AsUtf8(content);
        switch (Kind)
        {
            case FileKind.Json or FileKind.JsonArray:
                return new JsonRows(FileText.Repaired(utf8), Kind is FileKind.JsonArray, options, cancellationToken);
            case FileKind.JsonLines:
                return new JsonLineRows(FileText.Repaired(utf8), options);
            default:
                await SkipLinesAsync(utf8, Csv.SkippedLines, cancellationToken).ConfigureAwait(false);
                return await CsvRows.OpenAsync(utf8, Csv, options, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The kind of a text, by its beginning.</summary>
    public static FileKind KindOf(string head)
    {
        var start = head.TrimStart();
        return start.StartsWith('[') ? FileKind.JsonArray
            : !start.StartsWith('{') ? FileKind.Csv
            : IsJsonLines(start) ? FileKind.JsonLines
            : FileKind.Json;
    }

    private static FileForm Of(string head, FileText text, BookingFileOptions options)
    {
        if (KindOf(head) is not FileKind.Csv and var kind)
        {
            return new(kind, text, default);
        }

        var start = head.TrimStart();
        var firstLine = FirstRecord(head);
        if (CsvForm.Stated(firstLine.Trim()) is { } stated)
        {
            return new(FileKind.Csv, text, new(options.Separator ?? stated, SkippedLines: 1));
        }

        return new(FileKind.Csv, text, new(options.Separator ?? CsvForm.Of(start.Length == head.Length ? firstLine : FirstRecord(start)), SkippedLines: 0));
    }

    /// <summary>The first line. Line ends within quotes do not count.</summary>
    private static string FirstRecord(string head)
    {
        var isQuoted = false;
        for (var i = 0; i < head.Length; i++)
        {
            isQuoted ^= head[i] is '"';
            if (!isQuoted && head[i] is '\n' or '\r')
            {
                return head[..i];
            }
        }

        return head;
    }

    private static bool IsJsonLines(string head)
    {
        var end = head.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || head.AsSpan(end).Trim().IsEmpty)
        {
            return false;
        }

        try
        {
            using var _ = JsonDocument.Parse(head[..end]);
            return true;
        }
        catch (JsonException)
        {
            // Either the object continues on the next line, or the first line is broken and the others are not.
            return head[(end + 1)..].TrimStart(' ', '\t', '\r').StartsWith("{\"", StringComparison.Ordinal);
        }
    }

    private static async ValueTask SkipLinesAsync(Stream content, long lines, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        while (lines > 0 && await content.ReadAsync(one, cancellationToken).ConfigureAwait(false) is 1)
        {
            lines -= one[0] is (byte)'\n' ? 1 : 0;
        }
    }
}

/// <summary>The kind of a file.</summary>
internal enum FileKind
{
    Csv,
    Json,
    JsonArray,
    JsonLines,
}
