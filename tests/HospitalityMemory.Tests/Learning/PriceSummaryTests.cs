namespace HospitalityMemory.Tests.Learning;

public sealed class PriceSummaryTests
{
    // The expected values were computed apart from this code, with Python's own definition 7 over the same generated
    // prices:
    //   statistics.quantiles(prices, n=100, method='inclusive')[9], [24], [49], [74], [98]
    [Theory]
    [InlineData(1, 2, 99.765, 165.7875, 275.825, 385.8625, 491.4985)]
    [InlineData(2, 3, 627.5279999999999, 662.925, 721.92, 736.895, 751.271)]
    [InlineData(3, 4, 180.507, 264.7875, 499.315, 746.5025, 917.8121000000001)]
    [InlineData(4, 10, 191.414, 415.63, 712.925, 813.4, 975.9187999999999)]
    [InlineData(5, 37, 103.414, 259.75, 567.47, 671.29, 964.9756)]
    [InlineData(6, 100, 80.084, 259.2725, 512.89, 787.4575, 988.7915)]
    [InlineData(7, 255, 137.27599999999998, 299.65, 561.95, 771.535, 995.7842000000002)]
    [InlineData(8, 256, 109.93, 240.47, 529.25, 708.36, 990.2515)]
    public void Percentiles_equal_those_of_numpy(int seed, int count, double p10, double p25, double p50, double p75, double p99)
    {
        var summary = Summarize(Generate(seed, count));

        Assert.Equal(p10, (double)summary.Percentile(10), 1e-9);
        Assert.Equal(p25, (double)summary.Percentile(25), 1e-9);
        Assert.Equal(p50, (double)summary.Percentile(50), 1e-9);
        Assert.Equal(p75, (double)summary.Percentile(75), 1e-9);
        Assert.Equal(p99, (double)summary.Percentile(99), 1e-9);
    }

    [Fact]
    public void The_ends_are_the_lowest_and_the_highest_price()
    {
        var summary = Summarize([300, 100, 200]);

        Assert.Equal(100, summary.Percentile(0));
        Assert.Equal(300, summary.Percentile(100));
    }

    [Fact]
    public void One_price_is_every_percentile()
    {
        var summary = Summarize([120.5m]);

        Assert.Equal(120.5m, summary.Percentile(25));
        Assert.Equal(120.5m, summary.Percentile(75));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void A_percentile_outside_0_to_100_is_refused(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(percent), () => Summarize([1]).Percentile(percent));

    [Fact]
    public void No_prices_have_no_percentile() => Assert.Throws<InvalidOperationException>(() => Summarize([]).Percentile(50));

    [Fact]
    public void Prices_are_kept_one_by_one_up_to_256()
    {
        var full = Summarize(Generate(1, 256));
        var beyond = full.Add([55], Stays.Day("2026-01-01"));

        Assert.Equal(256, full.Prices.Count);
        Assert.Empty(full.Bins);
        Assert.Empty(beyond.Prices);
        Assert.Equal(257, beyond.Count);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("lognormal")]
    [InlineData("two hotels")]
    [InlineData("tiny")]
    [InlineData("heavy tail")]
    [InlineData("one price")]
    public void Beyond_256_prices_a_percentile_is_within_one_percent(string distribution)
    {
        var random = new Random(42);
        decimal[] prices = [.. Enumerable.Range(0, 5000).Select(_ => Draw(distribution, random))];
        Array.Sort(prices);
        var summary = Summarize(prices);

        Assert.NotEmpty(summary.Bins);
        foreach (var percent in (double[])[0, 1, 5, 10, 25, 33.3, 50, 66.6, 75, 90, 95, 99, 99.9, 100])
        {
            var exact = ExactPercentile(prices, percent);
            Assert.InRange((double)summary.Percentile(percent), exact * 0.99, exact * 1.01);
        }
    }

    [Fact]
    public void The_order_of_prices_and_the_way_they_are_split_change_nothing()
    {
        var prices = Generate(9, 700);
        var random = new Random(1);
        var atOnce = Summarize(prices);
        for (var round = 0; round < 20; round++)
        {
            random.Shuffle(prices);
            var summary = Summarize([]);
            for (var start = 0; start < prices.Length;)
            {
                var end = Math.Min(prices.Length, start + random.Next(1, 120));
                summary = summary.Add(prices[start..end], Stays.Day("2026-01-01"));
                start = end;
            }

            Assert.Equal(atOnce.Bins, summary.Bins);
        }
    }

    [Fact]
    public void The_number_of_bins_is_bounded()
    {
        var random = new Random(3);
        decimal[] prices = [.. Enumerable.Range(0, 20_000).Select(_ => (decimal)Math.Exp((random.NextDouble() * 120) - 60))];

        Assert.InRange(Summarize(prices).Bins.Count, 1, 1700);
    }

    [Fact]
    public void Unordered_stored_prices_and_bins_are_put_in_order()
    {
        var summary = new PriceSummary
        {
            Currency = "USD",
            LastStay = Stays.Day("2026-01-01"),
            Prices = [3, 1, 2],
            Bins = [new PriceBin(5, 1), new PriceBin(2, 1), new PriceBin(5, 2)],
        };

        Assert.Equal([1m, 2m, 3m], summary.Prices);
        Assert.Equal([new PriceBin(2, 1), new PriceBin(5, 3)], summary.Bins);
        Assert.Equal(7, summary.Count);
        Assert.Equal(3, summary.Percentile(100));
    }

    private static PriceSummary Summarize(IReadOnlyCollection<decimal> prices) =>
        new PriceSummary { Currency = "USD", LastStay = Stays.Day("2026-01-01") }.Add(prices, Stays.Day("2026-01-01"));

    private static decimal[] Generate(int seed, int count)
    {
        var prices = new decimal[count];
        long state = seed;
        for (var i = 0; i < count; i++)
        {
            state = ((1103515245 * state) + 12345) % 2147483648;
            prices[i] = (2000 + (state % 98000)) / 100m;
        }

        return prices;
    }

    private static decimal Draw(string distribution, Random random) => distribution switch
    {
        "uniform" => Cents(20 + (random.NextDouble() * 980)),
        "lognormal" => Cents(Math.Exp(5 + (0.8 * Normal(random)))),
        "two hotels" => random.Next(2) is 0 ? 79.99m : 1499m,
        "tiny" => Cents(0.01 + random.NextDouble()),
        "heavy tail" => Cents(Math.Min(1e11, 30 / Math.Pow(1 - random.NextDouble(), 2))),
        _ => 240m,
    };

    private static decimal Cents(double price) => Math.Max(0.01m, Math.Round((decimal)price, 2));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double ExactPercentile(decimal[] sorted, double percent)
    {
        var position = (sorted.Length - 1) * percent / 100;
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return (double)sorted[below] + ((position - below) * (double)(sorted[above] - sorted[below]));
    }
}
