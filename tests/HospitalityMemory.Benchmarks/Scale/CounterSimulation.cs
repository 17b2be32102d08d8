namespace HospitalityMemory.Benchmarks;

/// <summary>How bookings are counted per market in Firestore.</summary>
/// <param name="FlushSeconds">How long a server adds up before it writes; with 0 it writes for each booking.</param>
/// <param name="Shards">How many documents a market's counter has; a write picks one at random.</param>
internal sealed record CounterLayout(int FlushSeconds, int Shards);

/// <summary>The load of the busiest document of the most popular market.</summary>
/// <param name="MeanPerSecond">The average number of writes to it per second.</param>
/// <param name="MostInASecond">The number in the worst second.</param>
/// <param name="SecondsAboveOne">The share of seconds with more than one write.</param>
/// <param name="WorstMinute">Writes per second over the worst minute, which is what "sustained" means here.</param>
/// <param name="TotalPerSecond">Writes to all counters per second, which is what is paid for.</param>
internal sealed record CounterLoad(
    double MeanPerSecond, int MostInASecond, double SecondsAboveOne, double WorstMinute, double TotalPerSecond);

/// <summary>
/// Bookings arrive at random times, at random servers, in markets drawn from a Zipf distribution. Each server adds up what it
/// sees. At its own interval it writes one increment for each market that it has seen since.
/// </summary>
internal static class CounterSimulation
{
    public const int Servers = 20;
    public const int Markets = 2_000;
    public const double Exponent = 1.0;

    private const int Seconds = 1_800;

    public static CounterLoad Run(CounterLayout layout, double bookingsPerSecond, int seed)
    {
        var random = new Random(seed);
        var zipf = new Zipf(Markets, Exponent, seed);
        var hottest = new int[layout.Shards, Seconds];
        var pending = Enumerable.Range(0, Servers).Select(_ => new HashSet<int>()).ToArray();
        var total = 0L;
        for (var second = 0; second < Seconds; second++)
        {
            for (var booking = Poisson(random, bookingsPerSecond); booking > 0; booking--)
            {
                var market = zipf.Next();
                if (layout.FlushSeconds is 0)
                {
                    Write(market, second);
                }
                else
                {
                    pending[random.Next(Servers)].Add(market);
                }
            }

            for (var server = 0; server < Servers && layout.FlushSeconds > 0; server++)
            {
                // Servers start at different times, so they also flush at different times.
                if ((second + (server * layout.FlushSeconds / Servers)) % layout.FlushSeconds is 0)
                {
                    foreach (var market in pending[server])
                    {
                        Write(market, second);
                    }

                    pending[server].Clear();
                }
            }
        }

        return Load(hottest, total);

        void Write(int market, int second)
        {
            total++;
            if (market is 0)
            {
                hottest[random.Next(layout.Shards), second]++;
            }
        }
    }

    private static CounterLoad Load(int[,] writes, long total)
    {
        var busiest = Enumerable.Range(0, writes.GetLength(0))
            .Select(shard => Enumerable.Range(0, Seconds).Select(second => writes[shard, second]).ToArray())
            .MaxBy(shard => shard.Sum())!;
        return new(
            busiest.Average(),
            busiest.Max(),
            (double)busiest.Count(count => count > 1) / Seconds,
            busiest.Chunk(60).Max(minute => minute.Average()),
            (double)total / Seconds);
    }

    /// <summary>
    /// How many events occur in a second (Knuth's method, in steps that keep the product from underflowing).
    /// </summary>
    private static int Poisson(Random random, double mean)
    {
        var count = 0;
        for (; mean > 0; mean -= 100)
        {
            var limit = Math.Exp(-Math.Min(mean, 100));
            for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
            {
                count++;
            }
        }

        return count;
    }
}
