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
        private InvalidDataException? _damage;

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
                NameDamage();

                // Without its columns there is nothing more to see. The encoding of the names must still be found.
                return form.Text.IsUtf8 ? await InspectAsync(cancellationToken).ConfigureAwait(false) : null;
            }

            return await StudyAsync(form, columns, mapping, cancellationToken).ConfigureAwait(false);
        }

        /// <summary>A column may be missing because the file is damaged. Whoever is asked for it is told so.</summary>
        private void NameDamage()
        {
            for (var i = 0; i < Questions.Count && _damage is not null; i++)
            {
                Questions[i] = Questions[i] with { Problem = $"{Questions[i].Problem} (The file is damaged. {_damage.Message})" };
            }
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
                        await ReadNamesAsync(rows, cancellationToken).ConfigureAwait(false);
                    }

                    return [.. rows.Columns];
                }
            }
        }

        /// <exception cref="InvalidDataException">No row can be read, and so nothing can be asked about the columns.</exception>
        private async ValueTask ReadNamesAsync(IRowReader rows, CancellationToken cancellationToken)
        {
            var (count, malformed, first) = (0L, 0L, "");
            _damage = await ReadAllAsync(
                rows,
                row =>
                {
                    count++;
                    malformed += row.Malformed is null ? 0 : 1;
                    first = row.Malformed is { } problem && malformed is 1 ? FormattableString.Invariant($"line {row.Line}: {problem}") : first;
                },
                cancellationToken).ConfigureAwait(false);
            if (count == malformed)
            {
                throw _damage ?? new InvalidDataException(count is 0 ? "The file has no rows." : $"No row of the file can be read ({first}).");
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
        /// <returns>The damage; null if there is none.</returns>
        private static async ValueTask<InvalidDataException?> ReadAllAsync(IRowReader rows, Action<FileRow> look, CancellationToken cancellationToken)
        {
            try
            {
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false) is { } row)
                {
                    look(row);
                }

                return null;
            }
            catch (InvalidDataException exception)
            {
                return exception;
            }
        }
    }
}
