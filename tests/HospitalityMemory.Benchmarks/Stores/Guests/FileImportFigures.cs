using System.Globalization;
using System.Text;
using HospitalityMemory.Import;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// Imports a file of made-up bookings into a new SQLite file. The counterpart inserts the same rows, made beforehand, by giving
/// them to the memory guest by guest as they stand in parts of the file. Also measured is the most memory that the process took.
/// </summary>
internal static class FileImportFigures
{
    public const string Usage = "import [rows]";

    /// <summary>The number of rows of the public hotel demand data.</summary>
    private const int HotelRows = 119_390;
    private const int Rounds = 3;
    private const int RowsOfPart = 2_048;
    private const int Writers = 256;
    private const double MostMegabytes = 300;
    private const double MostOfPlain = 1.5;

    /// <param name="arguments">
    /// The number of rows; none for that of the hotel data. With more rows only the memory is measured.
    /// </param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var rows = HotelRows;
        if (arguments is not ([] or [_]) || (arguments is [var count] && !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out rows)))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var report = new Report();
        var folder = Directory.CreateTempSubdirectory("hospitality-memory-");
        try
        {
            report.Head(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} made-up rows of a CSV file into SQLite"));
            await RunAsync(report, folder.FullName, rows);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return report.IsComplete ? 0 : 1;
    }

    private static async Task RunAsync(Report report, string folder, int rows)
    {
        var file = Path.Combine(folder, "bookings.csv");
        await WriteFileAsync(file, rows);
        var (seconds, megabytes) = await ImportAsync(file, Path.Combine(folder, "import.db"), rows);
        report.Figure("the most memory meanwhile", megabytes, "MB", atMost: MostMegabytes);
        report.Figure("rows per second", rows / seconds, "/s");
        if (rows > HotelRows)
        {
            return;
        }

        // The rows for the plain inserts are made after the memory was measured.
        var reader = await BookingFileReader.OpenAsync(BookingFile.At(file), new());
        var bookings = await reader.ReadAsync().Select(row => (UserId: row.UserId!, Booking: row.Booking!)).ToListAsync();
        List<double> our = [], plain = [];
        for (var round = 0; round < Rounds; round++)
        {
            plain.Add(await InsertAsync(Path.Combine(folder, $"plain-{round}.db"), bookings));
            our.Add((await ImportAsync(file, Path.Combine(folder, $"import-{round}.db"), rows)).Seconds);
        }

        report.Ratio("import of the file : plain inserts by guest", "s", new(Median.Of(our), Median.Of(plain)), atMost: MostOfPlain);
    }

    private static async Task<(double Seconds, double Megabytes)> ImportAsync(string file, string database, int rows)
    {
        const int RowsOfLook = 1_024;
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteProfiles($"Data Source={database}").AddImport();
        var report = new ImportReport();
        var most = 0L;
        var start = RealTime.Clock.GetTimestamp();
        await using (var provider = services.BuildServiceProvider())
        {
            var reader = await BookingFileReader.OpenAsync(BookingFile.At(file), new());
            await foreach (var outcome in provider.GetRequiredService<IMemoryImporter>().ImportBookingsAsync(reader.ReadAsync()))
            {
                report.Add(outcome);
                most = report.Rows % RowsOfLook is 0 ? Math.Max(most, Environment.WorkingSet) : most;
            }
        }

        return report.Added == rows && report.Refused is 0
            ? (RealTime.Clock.GetElapsedTime(start).TotalSeconds, most / 1e6)
            : throw new InvalidOperationException($"{report.Added} of {rows} rows were imported.");
    }

    private static async Task<double> InsertAsync(string database, List<(string UserId, Booking Booking)> bookings)
    {
        var start = RealTime.Clock.GetTimestamp();
        await using (var guests = new OurGuests(database))
        {
            foreach (var part in bookings.Chunk(RowsOfPart))
            {
                await Parallel.ForEachAsync(
                    part.GroupBy(row => row.UserId, row => row.Booking, StringComparer.Ordinal),
                    new ParallelOptions { MaxDegreeOfParallelism = Writers },
                    async (guest, _) => await guests.Memory.AddBookingsToHistoryAsync(guest.Key, [.. guest], CancellationToken.None));
            }
        }

        return RealTime.Clock.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>
    /// Writes two bookings per guest on average, as hotel guests make them. Dates are day, month and year: the import must study
    /// the file to read them.
    /// </summary>
    private static async Task WriteFileAsync(string file, int rows)
    {
        string[] types = ["hotel", "villa", "apartment"];
        var random = new Random(7);
        var writer = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await using (writer)
        {
            await writer.WriteLineAsync("booking_id,guest_id,arrival,departure,city,total,currency,adults,children,property_type,amenities,status,booked_on");
            for (var i = 0; i < rows; i++)
            {
                var day = new DateOnly(2024, 1, 1).AddDays(random.Next(700));
                var nights = random.Next(1, 8);
                await writer.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"b{i},guest-{random.Next(rows / 2)},{day:dd/MM/yyyy},{day.AddDays(nights):dd/MM/yyyy},City {random.Next(300)},{nights * random.Next(40, 400)}.50,EUR,{random.Next(1, 4)},{random.Next(3)},{types[random.Next(3)]},wifi;pool;parking,{(random.Next(4) is 0 ? "cancelled" : "ok")},{day.AddDays(-random.Next(100)):dd/MM/yyyy}"));
            }
        }
    }
}
