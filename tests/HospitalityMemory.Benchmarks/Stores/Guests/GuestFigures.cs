using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// Guests on SQLite, compared with EF Core and Dapper doing the same job: 5,000 guests with ten bookings each. Measured are the
/// size of their file, a context of a random guest, bookings with 1 and with 16 writers, and then cleanup and import.
/// </summary>
internal static class GuestFigures
{
    private const int Guests = 5_000;
    private const int Bookings = 10;
    private const int Sample = 300;

    public static async Task RunAsync(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("hospitality-memory-");
        try
        {
            using (var connection = new SqliteConnection())
            {
                report.Head(
                    $"Guests on SQLite {connection.ServerVersion}, write-ahead log, synchronous=FULL, in {folder.Parent}; "
                    + string.Create(CultureInfo.InvariantCulture, $"{Guests:#,0} guests, {Bookings} bookings each"));
            }

            await MeasureGuestsAsync(report, folder.FullName);
            await CleanupFigures.RunAsync(report, folder.FullName);
            await ImportFigures.RunAsync(report, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureGuestsAsync(Report report, string folder)
    {
        var files = new[] { "ours", "dapper", "efcore" }.Select(name => Path.Combine(folder, $"{name}.db")).ToArray();
        PeerSchema.Create(files[1]);
        await using (var ours = new OurGuests(files[0]))
        await using (var dapper = new DapperGuests(files[1]))
        {
            await GuestFill.FillAsync(ours, GuestFill.Ids(Guests), Bookings);
            GuestFill.Fill(dapper, GuestFill.Ids(Guests), Bookings);
        }

        ReportSize(report, PeerSchema.Checkpoint(files[0]), PeerSchema.Checkpoint(files[1]));
        File.Copy(files[1], files[2]);
        await using (var ours = new OurGuests(files[0]))
        await using (var dapper = new DapperGuests(files[1]))
        await using (var efCore = new EfCoreGuests(files[2]))
        {
            var ids = GuestFill.Ids(Guests);
            await ContextFigures.RunAsync(report, ours, dapper, ids);
            await VerifyAsync(ours, dapper, efCore, ids);
            var bookings = new BookingFigures(ours, efCore, dapper, ids);
            await bookings.RunAsync(report, writers: 1);
            await bookings.RunAsync(report, writers: 16);
        }
    }

    private static void ReportSize(Report report, long ours, long theirs)
    {
        report.Ratio("file, after a checkpoint : EF Core's and Dapper's", "KB", new(ours / 1024.0, theirs / 1024.0));
        report.Figure("file for a guest", ours / 1024.0 / Guests, "KB", atMost: 4);
    }

    /// <summary>
    /// Each contestant books once more for some guests, the peers one by one as they are measured. Then all must give the same
    /// answer.
    /// </summary>
    private static async Task VerifyAsync(OurGuests ours, DapperGuests dapper, EfCoreGuests efCore, string[] ids)
    {
        for (var guest = 0; guest < Sample; guest++)
        {
            var booking = GuestFill.BookingOf(guest, Bookings);
            foreach (var store in (IGuestStore[])[ours, dapper, efCore])
            {
                await store.BookAsync(ids[guest], booking);
                await store.BookAsync(ids[guest], booking);
            }

            var profile = await ours.Memory.GetUserProfileAsync(ids[guest]);
            SameWork.Verify(ids[guest], profile, dapper.GetPreferences(ids[guest]));
            SameWork.Verify(ids[guest], profile, efCore.GetPreferences(ids[guest]));
            SameWork.Verify(ids[guest], profile, dapper.GetContext(ids[guest]).Preferences);
        }
    }
}
