using HospitalityMemory.ConsoleSample.Import;
using HospitalityMemory.ConsoleSample.Reports;
using HospitalityMemory.Import;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Hands the bookings of a file to long-term memory, then shows one guest.</summary>
internal sealed class ImportCommand(BookingImporter importer, ImportPreview preview, GuestReport report, IAnsiConsole console) : ICommand
{
    public string Name => "import";

    public string Syntax => "FILE [--preview | --dry-run] [--user ID] [OPTIONS]";

    public string Description =>
        $"""
        Records the bookings of a file and shows what was learned about one guest: the one with most, or the one named by --user. The file is CSV, JSON or JSON lines as another system exports it, also packed; its columns are found by their names ({string.Join("; ", BookingMapping.Presets.Select(preset => preset.Name))}, and others).
        --preview shows how it would be read, --dry-run what an import would change. Run again, an import changes only what changed.
        --map FIELD=COLUMN and --set FIELD=VALUE (both may be given again) say what the names of columns do not; fields: {string.Join(", ", ImportFields.All)}. --mapping FILE reads all that from a file, --write-mapping FILE writes it.
        Also: --dates dd/MM/yyyy or MM/dd/yyyy, --decimal comma or point, --currency CODE, --hash-guests (with the secret GUEST_HASH_KEY of the environment), --encoding NAME, --separator SIGN, --entry NAME (of a zip file).
        """;

    public async Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var wanted = ImportArguments.Take(arguments);
        var reader = await OpenedFile.OpenAsync(wanted, console, cancellationToken);
        if (wanted.MappingToWrite is { } path)
        {
            WriteMapping(path, reader.Mapping);
        }

        if (wanted.IsPreview)
        {
            await UntilDamageAsync(wanted.Path, () => preview.ShowAsync(reader, cancellationToken));
            return;
        }

        var tally = await ImportAsync(wanted, reader, cancellationToken);
        if (!wanted.IsDryRun)
        {
            await ShowGuestAsync(wanted, tally.Report, cancellationToken);
        }
    }

    private async Task ShowGuestAsync(ImportArguments wanted, ImportReport imported, CancellationToken cancellationToken)
    {
        if (imported.BusiestGuest is not { } busiest)
        {
            throw new UserErrorException($"No booking was imported from {wanted.Path}.");
        }

        if (wanted.UserId is { } userId && !imported.HasGuest(userId))
        {
            throw new UserErrorException($"No booking of a guest \"{userId}\" was imported from {wanted.Path}.");
        }

        if (wanted.UserId is null)
        {
            console.WriteLine();
            console.WriteText($"Of all guests, {busiest} has the most bookings (--user ID shows another).");
        }

        await report.ShowAsync(wanted.UserId ?? busiest, cancellationToken);
    }

    private async Task<ImportTally> ImportAsync(ImportArguments wanted, BookingFileReader reader, CancellationToken cancellationToken)
    {
        var tally = new ImportTally();
        using var refused = new RefusedRows(reader, wanted.Path);
        try
        {
            await UntilDamageAsync(
                wanted.Path, () => importer.ImportAsync(reader, wanted.IsDryRun, wanted.IsDryRun ? null : refused, tally, cancellationToken));
        }
        finally
        {
            // What was recorded stays recorded, also when the import was cut short.
            if (tally.Report.Rows > 0)
            {
                ImportSummary.Show(console, reader, tally, wanted.IsDryRun, refused.IsWritten ? refused.Path : null);
            }
        }

        return tally;
    }

    private static async Task UntilDamageAsync(string path, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} was not imported to its end. {exception.Message}");
        }
    }

    private void WriteMapping(string path, BookingMapping mapping)
    {
        try
        {
            File.WriteAllText(path, mapping.ToJson() + Environment.NewLine);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"{path} cannot be written. {exception.Message}");
        }

        console.WriteText($"The mapping is in {path}.");
    }
}
