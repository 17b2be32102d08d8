using HospitalityMemory.ConsoleSample.Reports;

namespace HospitalityMemory.ConsoleSample.Tests.Reports;

public sealed class PriceHistogramTests
{
    [Theory]
    [InlineData(new[] { 120.0 }, "120-121:1")]
    [InlineData(new[] { 100.0, 110, 119.99, 120, 170 }, "100-110:1 110-120:2 120-130:1 130-140:0 140-150:0 150-160:0 160-170:0 170-180:1")]
    [InlineData(new[] { 0.5, 3.5 }, "0-1:1 1-2:0 2-3:0 3-4:1")]
    public void Prices_are_counted_in_steps_of_a_round_width(double[] prices, string expected) =>
        Assert.Equal(expected, Describe(PriceHistogram.Of([.. prices.Select(price => (decimal)price)])));

    [Fact]
    public void A_price_far_above_the_others_does_not_squeeze_them_into_one_bar()
    {
        var prices = Enumerable.Range(0, 70).Select(number => 100m + number).Append(9_999);

        Assert.Equal(
            "100-110:10 110-120:10 120-130:10 130-140:10 140-150:10 150-160:10 160-170:10 170-:1",
            Describe(PriceHistogram.Of([.. prices])));
    }

    [Fact]
    public void No_price_is_lost()
    {
        var prices = Enumerable.Range(1, 1_000).Select(number => (decimal)(number * number % 977) + 0.37m).ToList();

        Assert.Equal(prices.Count, PriceHistogram.Of(prices).Bins.Sum(bin => bin.Stays));
    }

    private static string Describe(PriceHistogram histogram) =>
        string.Join(' ', histogram.Bins.Select(bin => $"{bin.From:0.##}-{bin.Below:0.##}:{bin.Stays}"));
}
