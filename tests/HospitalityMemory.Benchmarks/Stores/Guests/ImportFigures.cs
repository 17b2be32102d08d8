namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// All real stays put into a new file, many guests at once, beside Dapper with a transaction of as many rows as are read
/// at once. The stays are not part of this repository; they are looked for beside it.
/// </summary>
internal static class ImportFigures
{
    private const int Stays = 35_596;
    private const int Rounds = 3;
    private const int RowsOfChunk = 2_048;
    private const int Writers = 256;
    private const int BookingsAtOnce = 400;

    public static async Task RunAsync(Report report, string folder)
    {
        if (RealStays.TryRead() is not { } stays)
        {
            report.Missing($"the import of {Stays} real stays: there is no ../{RealStays.RelativePath} above the root of the repository.");
            return;
        }

        if (stays.Count is not Stays)
        {
            throw new InvalidOperationException($"The file has {stays.Count} stays, not {Stays}.");
        }

        List<double> our = [], their = [];
        for (var round = 0; round < Rounds; round++)
        {
            their.Add(ImportByDapper(Path.Combine(folder, $"import-dapper-{round}.db"), stays));
            our.Add(await ImportAsync(Path.Combine(folder, $"import-ours-{round}.db"), stays));
        }

        report.Ratio("import of 35,596 real stays : Dapper", "s", new(Median.Of(our), Median.Of(their)));
    }

    private static async Task<double> ImportAsync(string file, List<(string UserId, Booking Booking)> stays)
    {
        var start = RealTime.Clock.GetTimestamp();
        await using (var guests = new OurGuests(file))
        {
            foreach (var chunk in stays.Chunk(RowsOfChunk))
            {
                await Parallel.ForEachAsync(
                    chunk.GroupBy(stay => stay.UserId, stay => stay.Booking, StringComparer.Ordinal),
                    new ParallelOptions { MaxDegreeOfParallelism = Writers },
                    async (guest, _) =>
                    {
                        foreach (var some in guest.Chunk(BookingsAtOnce))
                        {
                            await guests.Memory.AddBookingsToHistoryAsync(guest.Key, some, CancellationToken.None);
                        }
                    });
            }
        }

        return RealTime.Clock.GetElapsedTime(start).TotalSeconds;
    }

    private static double ImportByDapper(string file, List<(string UserId, Booking Booking)> stays)
    {
        var start = RealTime.Clock.GetTimestamp();
        PeerSchema.Create(file);
        using (var guests = new DapperGuests(file))
        {
            foreach (var chunk in stays.Chunk(RowsOfChunk))
            {
                guests.Import(chunk);
            }
        }

        return RealTime.Clock.GetElapsedTime(start).TotalSeconds;
    }
}
