using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Import.Tests.Writing;

public sealed class ImportBookingsTests
{
    private const string Rows = Cases.Header
        + "1,g,2026-03-05,Paris,2026-03-08,100,EUR,2,hotel,wifi,,\n"
        + "1,g,2026-03-05,Paris,2026-03-08,100,EUR,2,hotel,wifi,,\n"
        + "1,g,2026-04-05,Rome,2026-04-08,120,EUR,2,hotel,wifi,,\n"
        + "1,other,2026-04-05,Rome,2026-04-08,120,EUR,2,hotel,wifi,,\n"
        + "2,g,never,Rome,,,,,,,,\n"
        + "3,g,2026-05-05,Rome,,-1,EUR,,,,,\n";

    [Fact]
    public async Task Rows_are_told_as_new_merged_unchanged_or_refused_and_again_nothing_changes()
    {
        await using var provider = Provider();
        var importer = provider.GetRequiredService<IMemoryImporter>();

        var first = await ReportAsync(importer, Rows);
        var second = await ReportAsync(importer, Rows.Replace("1,g,2026-03-05,Paris,2026-03-08,100,EUR,2,hotel,wifi,,\n", ""));

        Assert.Equal((6L, 3L, 1L, 1L, 1L, 1L), (first.Rows, first.Added, first.Merged, first.Unchanged, first.Refused, first.InPart));
        Assert.Equal((4L, 0L, 0L, 3L, 1L), (second.Rows, second.Added, second.Merged, second.Unchanged, second.Refused));
        Assert.Equal((2L, true, "g"), (first.Guests, first.AreGuestsExact, first.BusiestGuest));
        Assert.Equal(new ImportReason("check_in is not a date", 1, 6, "check_in is \"never\", not a date"), Assert.Single(first.Refusals));
        Assert.Equal(new ImportReason("price is no price", 1, 7, "price is -1, which is no price"), Assert.Single(first.Losses));
        var history = await provider.GetRequiredService<ILongTermMemory>().GetBookingHistoryAsync("g").ToListAsync();
        Assert.Equal(["3 Rome", "1 Rome"], history.Select(booking => $"{booking.BookingId} {booking.City}"));
    }

    [Fact]
    public async Task A_later_export_changes_only_what_changed()
    {
        await using var provider = Provider();
        var importer = provider.GetRequiredService<IMemoryImporter>();
        const string Text = "id,user,arrival,city,status\n1,g,2026-03-05,Rome,ok\n2,g,2026-04-05,Rome,ok\n";
        await ReportAsync(importer, Text);

        var report = await ReportAsync(importer, Text.Replace("04-05,Rome,ok", "04-05,Rome,cancelled") + "3,g,2026-05-05,Rome,ok\n");

        Assert.Equal((1L, 1L, 1L, 1L), (report.Added, report.Merged, report.Unchanged, report.Cancelled));
    }

    [Fact]
    public async Task Comparing_says_what_an_import_would_do_and_writes_nothing()
    {
        await using var provider = Provider();
        var importer = provider.GetRequiredService<IMemoryImporter>();
        var reader = await BookingFileReader.OpenAsync(Cases.File(Rows), new());

        var before = new ImportReport();
        await foreach (var outcome in importer.CompareBookingsAsync(reader.ReadAsync()))
        {
            before.Add(outcome);
        }

        Assert.Null(await provider.GetRequiredService<ILongTermMemory>().GetUserProfileAsync("g"));
        var done = await ReportAsync(importer, Rows);
        Assert.Equal((done.Added, done.Merged, done.Unchanged, done.Refused), (before.Added, before.Merged, before.Unchanged, before.Refused));
        var again = await importer.CompareBookingsAsync(reader.ReadAsync()).Select(outcome => outcome.Kind).ToListAsync();
        Assert.Equal(
            [ImportOutcomeKind.Merged, ImportOutcomeKind.Unchanged, ImportOutcomeKind.Merged, ImportOutcomeKind.Unchanged, ImportOutcomeKind.Refused, ImportOutcomeKind.Unchanged],
            again);
    }

    [Fact]
    public async Task What_the_memory_refuses_is_told_by_its_line_and_costs_no_other_row()
    {
        await using var provider = Provider();
        ImportedBooking[] rows =
        [
            new() { Line = 2, UserId = "g", Booking = new() { BookingId = "1", City = "Rome", CheckIn = new(2026, 1, 1) } },
            new() { Line = 3, UserId = "g", Booking = new() { BookingId = "2", City = " ", CheckIn = new(2026, 1, 1) } },
            new() { Line = 4, UserId = "g", Booking = new() { BookingId = "3", City = "Rome", CheckIn = new(2026, 1, 1), GuestRating = 9 } },
        ];

        var outcomes = await provider.GetRequiredService<IMemoryImporter>().ImportBookingsAsync(rows.ToAsyncEnumerable()).ToListAsync();

        Assert.Equal([ImportOutcomeKind.Added, ImportOutcomeKind.Refused, ImportOutcomeKind.Added], outcomes.Select(outcome => outcome.Kind));
        Assert.StartsWith("booking", Assert.Single(outcomes[1].Problems).Message);
        Assert.Equal("City is not allowed", outcomes[1].Problems[0].Reason);
        Assert.Null(outcomes[2].Booking!.GuestRating);
        Assert.StartsWith("guest_rating", Assert.Single(outcomes[2].Problems).Message);
    }

    [Fact]
    public async Task What_was_written_before_the_source_broke_is_told_before_the_error()
    {
        await using var provider = Provider();
        var outcomes = new List<BookingOutcome>();

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var outcome in provider.GetRequiredService<IMemoryImporter>().ImportBookingsAsync(BrokenAsync(5_000)))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Equal("broken", error.Message);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(line => (long)line), outcomes.Select(outcome => outcome.Line));
    }

    [Fact]
    public async Task Reading_may_stop_in_the_middle()
    {
        await using var provider = Provider();

        await foreach (var _ in provider.GetRequiredService<IMemoryImporter>().ImportBookingsAsync(BrokenAsync(50_000)))
        {
            break;
        }

        Assert.NotNull(await provider.GetRequiredService<ILongTermMemory>().GetUserProfileAsync("g0"));
    }

    [Fact]
    public async Task Each_memory_of_a_host_has_an_importer_of_its_own()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory("blue").AddImport();
        services.AddHospitalityMemory("red").AddImport();
        await using var provider = services.BuildServiceProvider();

        await ReportAsync(provider.GetRequiredKeyedService<IMemoryImporter>("blue"), Rows);

        Assert.NotNull(await provider.GetRequiredKeyedService<ILongTermMemory>("blue").GetUserProfileAsync("g"));
        Assert.Null(await provider.GetRequiredKeyedService<ILongTermMemory>("red").GetUserProfileAsync("g"));
        Assert.Null(provider.GetService<IMemoryImporter>());
    }

    private static async IAsyncEnumerable<ImportedBooking> BrokenAsync(int after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < after; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new() { Line = i, UserId = $"g{i % 97}", Booking = new() { BookingId = $"{i}", City = "Rome", CheckIn = new(2026, 1, 1) } };
        }

        await Task.CompletedTask;
        throw new InvalidDataException("broken");
    }

    private static async Task<ImportReport> ReportAsync(IMemoryImporter importer, string text)
    {
        var reader = await BookingFileReader.OpenAsync(Cases.File(text), new());
        var report = new ImportReport();
        await foreach (var outcome in importer.ImportBookingsAsync(reader.ReadAsync()))
        {
            report.Add(outcome);
        }

        return report;
    }

    private static ServiceProvider Provider()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero)));
        services.AddHospitalityMemory().AddImport();
        return services.BuildServiceProvider();
    }
}
