using System.Text;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>
/// After the receipt, no text of the guest is in the log. Nor is it in the file, except for what SQLite's rearranging leaves.
/// </summary>
public sealed class TraceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_log_holds_a_text_of_an_erased_guest_and_no_file_after_a_vacuum()
    {
        await using var provider = Build();
        var shortTerm = provider.GetRequiredService<IShortTermMemory>();
        for (var i = 0; i < 300; i++)
        {
            // Guests take turns, which makes their rows share pages. Small and large rows make pages split and overflow.
            var guest = i % 3 is 0 ? "planted" : "other";
            await shortTerm.GetOrCreateSessionAsync($"{guest} {i}", guest);
            await shortTerm.UpdateSlotsAsync($"{guest} {i}", new BookingSlots { City = $"{guest} city {i}" });
            for (var n = 0; n < 6; n++)
            {
                await shortTerm.AddMessageAsync($"{guest} {i}", MessageRole.User, $"{guest} text {i} {new string('x', i * n * 7 % 9_000)}");
            }

            await provider.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync(
                guest, new() { BookingId = $"{guest} booking {i}", City = $"{guest} town {i}", CheckIn = new(2026, 1, 1) });
        }

        Assert.True(Occurrences("planted") > 1_000);
        Assert.True(new FileInfo(_folder.File() + "-wal").Length > 0);

        var receipt = await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync("planted");

        Assert.True(receipt.IsComplete);
        Assert.Equal((100, 100L), (receipt.Sessions.Deleted, receipt.Profile.BookingsDeleted));
        Assert.Equal(0, Occurrences("planted", "*-wal") + Occurrences("planted", "*-shm"));
        Assert.Equal(0, new FileInfo(_folder.File() + "-wal").Length);

        Assert.Equal(0, Occurrences("planted"));
        Assert.True(Occurrences("other text") > 1_000);
    }

    [Fact]
    public async Task A_file_that_is_too_large_to_be_written_anew_is_told_by_the_receipt()
    {
        await using var provider = Build(configure: options => options.ErasureVacuumMegabytes = 0);
        await PlantAsync(provider);

        var receipt = await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync("planted");

        Assert.Equal((false, false, 1, 0), (receipt.IsLogEmptied, receipt.IsComplete, receipt.Sessions.Deleted, receipt.Sessions.Left));
        Assert.Equal(0, new FileInfo(_folder.File() + "-wal").Length);
    }

    [Fact]
    public async Task Somebody_who_reads_is_waited_for()
    {
        await using var provider = Build();
        await PlantAsync(provider);
        await using var plain = _folder.Plain();
        var transaction = await BeginReadingAsync(plain);

        var erasure = provider.GetRequiredService<IGuestMemory>().EraseGuestAsync("planted").AsTask();
        await provider.GetRequiredService<IShortTermMemory>().AddMessageAsync("other", MessageRole.User, "Writers have their turn.");
        await transaction.DisposeAsync();

        Assert.True((await erasure).IsComplete);
        Assert.Equal(0, Occurrences("planted"));
    }

    [Fact]
    public async Task Somebody_who_reads_for_too_long_is_told_by_the_receipt()
    {
        await using var provider = Build(TimeSpan.FromSeconds(1));
        await PlantAsync(provider);
        await using var plain = _folder.Plain();
        var transaction = await BeginReadingAsync(plain);

        var receipt = await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync("planted");

        Assert.Equal((false, false, 1, 0), (receipt.IsLogEmptied, receipt.IsComplete, receipt.Sessions.Deleted, receipt.Sessions.Left));
        Assert.True(Occurrences("planted") > 0);
        await transaction.DisposeAsync();
        Assert.True((await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync("planted")).IsComplete);
        Assert.Equal(0, Occurrences("planted"));
    }

    [Fact]
    public async Task A_cancelled_wait_ends()
    {
        await using var provider = Build(TimeSpan.FromMinutes(5));
        await PlantAsync(provider);
        await using var plain = _folder.Plain();
        var transaction = await BeginReadingAsync(plain);
        using var source = new CancellationTokenSource();
        var emptying = provider.GetRequiredService<ISessionStore>().TryEmptyLogAsync(source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => emptying);
        await transaction.DisposeAsync();
    }

    private static async Task PlantAsync(ServiceProvider provider)
    {
        var shortTerm = provider.GetRequiredService<IShortTermMemory>();
        foreach (var guest in (string[])["planted", "other"])
        {
            await shortTerm.GetOrCreateSessionAsync(guest, guest);
            await shortTerm.AddMessageAsync(guest, MessageRole.User, $"{guest} text");
        }
    }

    private static async Task<SqliteTransaction> BeginReadingAsync(SqliteConnection plain)
    {
        var transaction = plain.BeginTransaction(deferred: true);
        await using var command = plain.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT count(*) FROM memory_sessions";
        await command.ExecuteScalarAsync();
        return transaction;
    }

    /// <summary>How often a text occurs in the database, its log and the index of the log.</summary>
    private int Occurrences(string text, string files = "*")
    {
        var (bytes, count) = (Encoding.UTF8.GetBytes(text), 0);
        foreach (var path in Directory.GetFiles(_folder.Path, files))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            for (var rest = content.AsSpan(); rest.IndexOf(bytes) is var at and >= 0; rest = rest[(at + 1)..])
            {
                count++;
            }
        }

        return count;
    }

    private ServiceProvider Build(TimeSpan? busyTimeout = null, Action<SqliteOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteSessions(_folder.ConnectionString(), Configure).UseSqliteProfiles(_folder.ConnectionString(), Configure);
        return services.BuildServiceProvider();

        void Configure(SqliteOptions options)
        {
            options.BusyTimeout = busyTimeout ?? TimeSpan.FromMinutes(1);
            configure?.Invoke(options);
        }
    }
}
