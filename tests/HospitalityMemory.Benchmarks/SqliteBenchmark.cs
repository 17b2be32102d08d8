using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Bookings that <see cref="ILongTermMemory"/> acknowledges in a second, at one writer and at 16 (each with a guest of
/// its own), beside a program that does nothing but commit one row of as many bytes as a booking and its profile take.
/// Both with write-ahead logging and synchronous=FULL on one file system, in rounds by turns, since a disk's speed
/// changes with time.
/// </summary>
internal static class SqliteBenchmark
{
    private const int Rounds = 5;
    private const int GuestBookings = 50;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(2);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "Measures real time.")]
    public static async Task RunAsync(string parent)
    {
        var timeProvider = TimeProvider.System;
        var folder = Directory.CreateDirectory(Path.Combine(parent, $"hospitality-memory-{Guid.NewGuid():N}"));
        try
        {
            foreach (var writers in (int[])[1, 16])
            {
                await CompareAsync(folder.FullName, writers, timeProvider);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareAsync(string folder, int writers, TimeProvider timeProvider)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteProfiles($"Data Source={Path.Combine(folder, $"memory-{writers}.db")}");
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<ILongTermMemory>();
        var profiles = provider.GetRequiredService<IProfileStore>();
        for (var guest = 0; guest < writers; guest++)
        {
            for (var number = 0; number < GuestBookings; number++)
            {
                await memory.AddBookingToHistoryAsync($"guest-{guest}", NewBooking(number));
            }
        }

        var row = await BytesOfOneCommitAsync(profiles);
        using var bare = OpenBare(Path.Combine(folder, $"bare-{writers}.db"), row, out var insert);
        using (insert)
        {
            var next = GuestBookings;
            var (library, plain) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                var booked = await BookAsync(memory, writers, next, timeProvider);
                next += booked.Most;
                var committed = CommitBare(insert, timeProvider);

                // The first round warms up.
                if (round > 0)
                {
                    library.Add(booked.PerSecond);
                    plain.Add(committed);
                }
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{writers,2} writers: {Median(library):F0} bookings/s acknowledged; bare commits of {row.Length} bytes, one writer: {Median(plain):F0}/s; ratio {Median(library) / Median(plain):F2} (rounds {string.Join(", ", library.Zip(plain, (a, b) => (a / b).ToString("F2", CultureInfo.InvariantCulture)))})"));
        }
    }

    private static async Task<(double PerSecond, int Most)> BookAsync(ILongTermMemory memory, int writers, int first, TimeProvider timeProvider)
    {
        var start = timeProvider.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(guest => Task.Run(async () =>
        {
            var count = 0;
            while (timeProvider.GetElapsedTime(start) < RoundTime)
            {
                await memory.AddBookingToHistoryAsync($"guest-{guest}", NewBooking(first + count));
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
        for (; timeProvider.GetElapsedTime(start) < RoundTime; count++)
        {
            insert.ExecuteNonQuery();
        }

        return count / timeProvider.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<byte[]> BytesOfOneCommitAsync(IProfileStore profiles)
    {
        var stored = await profiles.GetForUpdateAsync("guest-0", $"b{GuestBookings - 1}", CancellationToken.None);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        MemoryJson.WriteProfile(stored.Profile!, buffer);
        MemoryJson.WriteBooking(stored.Booking!, buffer);
        return buffer.WrittenSpan.ToArray();
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

    private static Booking NewBooking(int number) => new()
    {
        BookingId = $"b{number}",
        City = number % 3 is 0 ? "Lisbon" : "Miami",
        CheckIn = new DateOnly(2024, 1, 1).AddDays(number % 700),
        CheckOut = new DateOnly(2024, 1, 5).AddDays(number % 700),
        PropertyId = $"property-{number % 40}",
        Country = "US",
        Guests = 2,
        PricePerNight = 150 + (number % 90),
        Currency = "USD",
        PropertyType = "villa",
        Amenities = ["wifi", "pool", "kitchen"],
        GuestRating = 4,
    };

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
