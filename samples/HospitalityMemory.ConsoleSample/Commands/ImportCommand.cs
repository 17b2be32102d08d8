using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Import;
using HospitalityMemory.ConsoleSample.Reports;
using HospitalityMemory.Import;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Imports the bookings of a file into long-term memory, then shows one guest.</summary>
internal sealed class ImportCommand(
    BookingImporter importer, ImportPreview preview, GuestReport report, IOptions<HospitalityMemoryOptions> options, IAnsiConsole console) : ISampleCommand<ImportSettings>
{
    public async Task RunAsync(ImportSettings settings, CancellationToken cancellationToken)
    {
        var wanted = ImportArguments.Of(settings, options.Value.DefaultCurrency);
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
            // What was recorded stays recorded, even if the import was cut short.
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
