using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Import.Tests.Readme;

/// <summary>The blocks of docs/importing.md and docs/migrating.md.</summary>
public sealed class ImportPages
{
    [Fact]
    public async Task A_file_is_imported_as_the_page_says()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "Res No;E-Mail;Anreise;Summe\nA-1;anna@example.com;14.02.2026;612,00 €\nA-2;;15.02.2026;99,00 €\n");
        var mapping = BookingMapping.FromJson("""{ "fields": { "check_in": "Anreise", "total_price": "Summe", "city": { "value": "Hallstatt" } } }""");
        var services = new ServiceCollection();
        try
        {
            // snippet
            services.AddHospitalityMemory().AddImport();
            // end of snippet
            await using var provider = services.BuildServiceProvider();
            var importer = provider.GetRequiredService<IMemoryImporter>();

            // snippet
            var reader = await BookingFileReader.OpenAsync(BookingFile.At(path), new BookingFileOptions { Mapping = mapping });
            var report = new ImportReport();
            await foreach (var outcome in importer.ImportBookingsAsync(reader.ReadAsync()))
            {
                report.Add(outcome);
            }

            Console.WriteLine($"{report.Added} new, {report.Merged} merged, {report.Unchanged} unchanged, {report.Refused} refused");
            // end of snippet
            Assert.Equal((1L, 1L), (report.Added, report.Refused));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Profiles_and_sessions_are_imported_as_the_page_says()
    {
        await using var profiles = new MemoryStream("""[{"user_id": "user_123"}, {"preferences": {}}]"""u8.ToArray());
        await using var sessions = new MemoryStream(Encoding.UTF8.GetBytes("""{"session_id": "s", "messages": []}"""));
        var services = new ServiceCollection();
        services.AddHospitalityMemory().AddImport();
        await using var provider = services.BuildServiceProvider();
        var importer = provider.GetRequiredService<IMemoryImporter>();
        var told = new List<string>();

        // snippet
        await foreach (var outcome in importer.ImportProfilesAsync(profiles))
        {
            told.AddRange(outcome.Problems.Select(problem => $"{outcome.Place}: {problem.Message}"));
        }

        await foreach (var outcome in importer.ImportSessionsAsync(sessions))
        {
            told.AddRange(outcome.Problems.Select(problem => $"{outcome.Place}: {problem.Message}"));
        }
        // end of snippet

        Assert.Equal(["2: $.user_id is missing"], told);
        Assert.NotNull(await provider.GetRequiredService<IShortTermMemory>().PeekSessionAsync("s"));
    }
}
