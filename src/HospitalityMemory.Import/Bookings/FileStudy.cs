namespace HospitalityMemory.Import;

/// <summary>What a first reading of a whole file has shown.</summary>
internal sealed record FileStudy(FileForm Form, BoundMapping Mapping, IReadOnlyList<string> Columns, long Rows, IReadOnlyList<string> Notes, long Length, string? Packing)
{
    public static async ValueTask<FileStudy> OfAsync(BookingFile file, BookingFileOptions options, CancellationToken cancellationToken)
    {
        var text = options.Encoding is { } name
            ? FileText.Named(name)!
            : await FileText.OfHeadAsync(file, options, cancellationToken).ConfigureAwait(false);
        var pass = new Pass(file, options, text);
        var study = await pass.RunAsync(cancellationToken).ConfigureAwait(false);
        if (pass.IsNoUtf8 && options.Encoding is null)
        {
            pass = new Pass(file, options, FileText.Windows1252);
            pass.Notes.Add("The file is no UTF-8, and is read as Windows-1252.");
            study = await pass.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        return pass.Questions.Count is 0 ? study! : throw new ImportQuestionException(pass.Questions);
    }

    /// <summary>One reading of the file in one encoding.</summary>
    private sealed class Pass(BookingFile file, BookingFileOptions options, FileText text)
    {
        private readonly Utf8Inspection _inspection = new();

        public List<string> Notes { get; } = [];

        public List<ImportQuestion> Questions { get; } = [];

        /// <summary>Whether the bytes are in another encoding, and nothing that was seen counts.</summary>
        public bool IsNoUtf8 => text.IsUtf8 && _inspection is { IsBroken: true, IsMostlyUtf8: false };

        public async ValueTask<FileStudy?> RunAsync(CancellationToken cancellationToken)
        {
            var form = await FileForm.OfAsync(file, text, options, cancellationToken).ConfigureAwait(false);
            var columns = await ColumnsAsync(form, cancellationToken).ConfigureAwait(false);
            var mapping = BoundMapping.Of(columns, options, Questions);
            if (Questions.Exists(static question => question.Setting is "fields"))
            {
                // Without its columns there is nothing more to see. The encoding of the names must still be found.
                return form.Text.IsUtf8 ? await InspectAsync(cancellationToken).ConfigureAwait(false) : null;
            }

            return await StudyAsync(form, columns, mapping, cancellationToken).ConfigureAwait(false);
        }

        /// <summary>The header of CSV names the columns. For JSON all records together name them.</summary>
        private async ValueTask<IReadOnlyList<string>> ColumnsAsync(FileForm form, CancellationToken cancellationToken)
        {
            var content = FileContent.Open(file, options);
            await using (content.ConfigureAwait(false))
            {
                var rows = await form.OpenRowsAsync(content.Content, options, cancellationToken).ConfigureAwait(false);
                await using (rows.ConfigureAwait(false))
                {
                    if (form.Kind is not FileKind.Csv)
                    {
                        await ReadAllAsync(rows, static _ => { }, cancellationToken).ConfigureAwait(false);
                    }

                    return [.. rows.Columns];
                }
            }
        }

        private async ValueTask<FileStudy?> InspectAsync(CancellationToken cancellationToken)
        {
            var content = FileContent.Open(file, options);
            await using (content.ConfigureAwait(false))
            {
                var inspected = new InspectedStream(content.Content, _inspection);
                await inspected.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
                _inspection.Complete();
                return null;
            }
        }

        private async ValueTask<FileStudy?> StudyAsync(
            FileForm form, IReadOnlyList<string> columns, BoundMapping mapping, CancellationToken cancellationToken)
        {
            var study = new ColumnStudy(mapping, options.DefaultCurrency);
            var content = FileContent.Open(file, options);
            await using (content.ConfigureAwait(false))
            {
                var seen = text.IsUtf8 ? new InspectedStream(content.Content, _inspection) : content.Content;
                var rows = await form.OpenRowsAsync(seen, options, cancellationToken).ConfigureAwait(false);
                await using (rows.ConfigureAwait(false))
                {
                    await ReadAllAsync(rows, study.Look, cancellationToken).ConfigureAwait(false);
                }

                _inspection.Complete();
                if (_inspection is { IsBroken: true, IsMostlyUtf8: true })
                {
                    Notes.Add("The file is UTF-8, but not all of it; what is not is read as U+FFFD.");
                }

                study.Conclude(Questions, Notes);
                if (mapping[ImportFields.BookingId] is null)
                {
                    Notes.Add("The file has no ids of bookings; each is derived of guest, property or city, and check-in.");
                }

                return new(form, mapping, columns, study.Rows, Notes, content.Length, content.Packing);
            }
        }

        /// <summary>
        /// Reads all rows, or as many as can be read. The import reports where the file is damaged, after the rows before that.
        /// </summary>
        private static async ValueTask ReadAllAsync(IRowReader rows, Action<FileRow> look, CancellationToken cancellationToken)
        {
            try
            {
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false) is { } row)
                {
                    look(row);
                }
            }
            catch (InvalidDataException)
            {
                // The import reports it, as said above.
            }
        }
    }
}
