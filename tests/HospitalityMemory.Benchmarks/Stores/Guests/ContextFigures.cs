namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// A context of one guest of many at random, one call after the other, beside Dapper reading the profile's row and the
/// latest 20 bookings and computing the same. Both have read each guest once before, ours within what it keeps.
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

    /// <summary>The mean time of a call in microseconds, so that what it leaves to be collected counts.</summary>
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
