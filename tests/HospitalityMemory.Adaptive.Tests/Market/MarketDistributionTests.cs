using CsCheck;

namespace HospitalityMemory.Adaptive.Tests;

public sealed class MarketDistributionTests
{
    private static readonly Gen<WeightedValue[]> Values = Gen.Select(Gen.Int[-50, 50], Gen.Double[0.001, 1_000])
        .Select((value, weight) => new WeightedValue(value, weight)).Array[1, 40];

    [Fact]
    public void Of_nothing_there_is_no_quantile()
    {
        var empty = new MarketDistribution([]);

        Assert.Equal((0, 0, 0), (empty.Weight, empty.Mean, empty.Variance));
        Assert.Null(empty.Quantile(0.5));
        Assert.Empty(empty.Points);
    }

    [Fact]
    public void Of_one_value_every_quantile_is_that()
    {
        var one = new MarketDistribution([new(7, 0.25)]);

        Assert.Equal((0.25, 7, 0), (one.Weight, one.Mean, one.Variance));
        Assert.All(new[] { 0, 0.1, 0.5, 1 }, share => Assert.Equal(7, one.Quantile(share)));
        Assert.Equal((7, 0), (one.PointMedian, one.PointDeviation));
    }

    [Fact]
    public void Mean_and_variance_are_weighted()
    {
        var distribution = new MarketDistribution([new(10, 3), new(20, 1)]);

        Assert.Equal(4, distribution.Weight);
        Assert.Equal(12.5, distribution.Mean);
        Assert.Equal(((3 * 2.5 * 2.5) + (1 * 7.5 * 7.5)) / 4, distribution.Variance, precision: 12);
    }

    /// <summary>
    /// With the weights 2, 1 and 1 the values lie at 1, 2.5 and 3.5 of 4. Between them the curve is linear, and outside it is
    /// flat.
    /// </summary>
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.25, 10)]
    [InlineData(0.4375, 15)]
    [InlineData(0.625, 20)]
    [InlineData(0.75, 30)]
    [InlineData(0.875, 40)]
    [InlineData(1, 40)]
    public void A_quantile_is_interpolated_between_the_middles_of_the_weights(double share, double expected) =>
        Assert.Equal(expected, new MarketDistribution([new(40, 1), new(10, 2), new(20, 1)]).Quantile(share)!.Value, precision: 12);

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(double.NaN)]
    public void A_share_is_within_0_and_1(double share)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new MarketDistribution([new(1, 1)]).Quantile(share));

        Assert.Equal("share", exception.ParamName);
    }

    [Fact]
    public void Values_without_weight_do_not_count() =>
        Assert.Equal(5, new MarketDistribution([new(5, 1), new(100, 0), new(-100, -1), new(50, double.NaN)]).Quantile(1));

    [Fact]
    public void Quantiles_rise_stay_within_the_values_and_do_not_depend_on_the_order() => Values.Sample(values =>
    {
        var distribution = new MarketDistribution(values);
        var reversed = new MarketDistribution(values.Reverse());
        var last = double.NegativeInfinity;
        for (var step = 0; step <= 20; step++)
        {
            var quantile = distribution.Quantile(step / 20.0)!.Value;
            Assert.InRange(quantile, values.Min(value => value.Value), values.Max(value => value.Value));
            Assert.True(quantile >= last - 1e-9);
            last = quantile;
        }

        Assert.Equal(distribution.Mean, reversed.Mean, tolerance: 1e-9);
        Assert.Equal(distribution.Variance, reversed.Variance, tolerance: 1e-6);
        Assert.Equal(MarketDistribution.PointCount, distribution.Points.Count);
    });

    [Fact]
    public void Only_the_shares_of_the_weights_matter() => Values.Sample(values =>
    {
        var distribution = new MarketDistribution(values);
        var scaled = new MarketDistribution(values.Select(value => value with { Weight = value.Weight * 1e-6 }));

        Assert.Equal(distribution.PointMedian, scaled.PointMedian, tolerance: 1e-6);
        Assert.Equal(distribution.PointDeviation, scaled.PointDeviation, tolerance: 1e-6);
    });
}
