namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// The context of one of many guests at random, one call after the other. The counterpart is Dapper, which reads the profile's
/// row and the latest 20 bookings and computes the same. Both have read each guest once before, within the number that this
/// library keeps.
/// </summary>
internal static class ContextFigures
{
    private const int Rounds = 9;
    private const int Calls = 500;

    public static async Task RunAsync(Report report, OurGuests ours, DapperGuests dapper, string[] ids)
    {
        var random = new Random(1);
        report.Ratio(
            "a context, the first read of a guest : Dapper",
            "us",
            new(await MeasureAsync(ids, id => ours.Memory.GetPersonalizationContextAsync(id)), await MeasureAsync(ids, ReadAsync)));
        List<double> our = [], their = [];
        for (var round = 0; round < Rounds; round++)
        {
            var some = Enumerable.Range(0, Calls).Select(_ => ids[random.Next(ids.Length)]).ToArray();
            their.Add(await MeasureAsync(some, ReadAsync));
            our.Add(await MeasureAsync(some, id => ours.Memory.GetPersonalizationContextAsync(id)));
        }

        report.Ratio("a context of a guest at random : Dapper", "us", new(Median.Of(our), Median.Of(their)));
        report.Figure("a context of a guest at random", Median.Of(our), "us", atMost: 60);

        ValueTask<PlainContext> ReadAsync(string id) => new(dapper.GetContext(id));
    }

    /// <summary>The mean time of a call in microseconds. A mean includes the garbage collection that the calls cause.</summary>
    private static async Task<double> MeasureAsync<T>(string[] ids, Func<string, ValueTask<T>> read)
    {
        var start = RealTime.Clock.GetTimestamp();
        foreach (var id in ids)
        {
            await read(id);
        }

        return RealTime.Clock.GetElapsedTime(start).TotalMicroseconds / ids.Length;
    }
}
