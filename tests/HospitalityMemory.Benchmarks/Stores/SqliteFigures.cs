using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// Bookings per second that <see cref="ILongTermMemory"/> acknowledges, with one writer and with 16 (each with its own guest).
/// The counterpart is a program that only commits one row of as many bytes as a booking and its profile take. Both use
/// write-ahead logging and synchronous=FULL on one file system.
/// </summary>
internal static class SqliteFigures
{
    private const int Batches = 8;
    private const int GuestBookings = 50;

    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "Measures real time.")]
    public static async Task RunAsync(Report report)
    {
        var timeProvider = TimeProvider.System;
        var folder = Directory.CreateTempSubdirectory("hospitality-memory-");
        try
        {
            using (var connection = new SqliteConnection())
            {
                report.Head($"SQLite {connection.ServerVersion}, write-ahead log, synchronous=FULL, in {folder.Parent}");
            }

            foreach (var writers in (int[])[1, 16])
            {
                await CompareAsync(report, folder.FullName, writers, timeProvider);
            }

            await SqliteSessionFigures.RunAsync(report, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareAsync(Report report, string folder, int writers, TimeProvider timeProvider)
    {
        var services = new ServiceCollection();
        var file = Path.Combine(folder, $"memory-{writers}.db");
        services.AddHospitalityMemory().UseSqliteProfiles($"Data Source={file}");
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<ILongTermMemory>();
        for (var guest = 0; guest < writers; guest++)
        {
            for (var number = 0; number < GuestBookings; number++)
            {
                await memory.AddBookingToHistoryAsync($"guest-{guest}", SampleBookings.Numbered(number));
            }
        }

        var row = BytesOfOneCommit(file);
        using var bare = OpenBare(Path.Combine(folder, $"bare-{writers}.db"), row, out var insert);
        using (insert)
        {
            var next = GuestBookings;
            var best = await BestOf.MostAsync(
                Batches,
                async () =>
                {
                    var booked = await BookAsync(memory, writers, next, timeProvider);
                    next += booked.Most;
                    return booked.PerSecond;
                },
                () => new(CommitBare(insert, timeProvider)));
            report.Ratio(
                string.Create(CultureInfo.InvariantCulture, $"bookings, {writers} writer(s) : commits of {row.Length} bytes"),
                "/s",
                best,
                atLeast: writers is 1 ? 0.7 : null);
        }
    }

    private static async Task<(double PerSecond, int Most)> BookAsync(ILongTermMemory memory, int writers, int first, TimeProvider timeProvider)
    {
        var start = timeProvider.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(guest => Task.Run(async () =>
        {
            var count = 0;
            while (timeProvider.GetElapsedTime(start) < BatchTime)
            {
                await memory.AddBookingToHistoryAsync($"guest-{guest}", SampleBookings.Numbered(first + count));
                count++;
            }

            return count;
        })));
        return (counts.Sum() / timeProvider.GetElapsedTime(start).TotalSeconds, counts.Max());
    }

    private static double CommitBare(SqliteCommand insert, TimeProvider timeProvider)
    {
        var start = timeProvider.GetTimestamp();
        var count = 0;
        for (; timeProvider.GetElapsedTime(start) < BatchTime; count++)
        {
            insert.ExecuteNonQuery();
        }

        return count / timeProvider.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The stored bytes of a guest's profile and latest booking, which are what their commit wrote.</summary>
    private static byte[] BytesOfOneCommit(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT CAST(concat(p.state, b.booking_id, b.check_in, b.check_out, b.city, b.country, b.property_id, b.property_type,
                b.guests, b.price_per_night, b.currency, b.guest_rating, b.booked_at, b.sequence, b.amenities) AS BLOB)
            FROM memory_profiles p JOIN memory_bookings b ON b.guest = p.guest
            WHERE p.user_id = 'guest-0'
            ORDER BY b.check_in DESC
            LIMIT 1
            """;
        return (byte[])command.ExecuteScalar()!;
    }

    private static SqliteConnection OpenBare(string file, byte[] row, out SqliteCommand insert)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, data BLOB)";
            command.ExecuteNonQuery();
        }

        insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (data) VALUES ($data)";
        insert.Parameters.AddWithValue("$data", row);
        insert.Prepare();
        return connection;
    }
}
