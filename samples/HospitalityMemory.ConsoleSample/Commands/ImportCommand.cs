using HospitalityMemory.ConsoleSample.Import;
using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Hands the bookings of a CSV file to long-term memory, then shows one guest.</summary>
internal sealed class ImportCommand(BookingImporter importer, GuestReport report, IAnsiConsole console) : ICommand
{
    public string Name => "import";

    public string Syntax => "FILE.csv[.gz] [--user ID]";

    public string Description =>
        $"""
        Records the stays of a CSV file and shows what was learned about one guest: the one with most stays, or the one named by --user.
        Needed columns: {string.Join(", ", CsvColumns.Required)}. Read where present: {string.Join(", ", CsvColumns.Optional)}.
        Dates are yyyy-MM-dd; price is per night; amenities are separated by ";"; an empty field is unknown. guest_rating (1 to 5) is the guest's own; a column rating, the property's score, is not read.
        """;

    public async Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var userId = arguments.TakeOption("--user");
        var path = arguments.TakeOperand("FILE");
        arguments.ExpectNoMore();

        var tally = await ImportAsync(path, cancellationToken);
        if (tally.GuestWithMostStays is not { } busiest)
        {
            throw new UserErrorException($"No stay was imported from {path}.");
        }

        if (userId is not null && !tally.HasGuest(userId))
        {
            throw new UserErrorException($"No stay of a guest \"{userId}\" was imported from {path}.");
        }

        if (userId is null)
        {
            console.WriteLine();
            console.WriteText($"Of all guests, {busiest} has most stays (--user ID shows another).");
        }

        await report.ShowAsync(userId ?? busiest, cancellationToken);
    }

    private async Task<ImportTally> ImportAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = BookingFile.Open(path);
        var tally = new ImportTally();
        try
        {
            await importer.ImportAsync(file, tally, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new UserErrorException($"{path} is damaged, and was not read to its end. {exception.Message}");
        }
        finally
        {
            // What was recorded stays recorded, also when the import was cut short.
            if (tally.Rows > 0)
            {
                ImportSummary.Show(console, tally);
            }
        }

        return tally;
    }
}
