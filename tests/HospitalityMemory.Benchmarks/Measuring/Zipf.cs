namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Draws places from a Zipf distribution: place k (from 1) is drawn in proportion to 1/k^exponent. It is seeded and thus
/// repeatable.
/// </summary>
internal sealed class Zipf
{
    private readonly double[] _cumulated;
    private readonly Random _random;

    public Zipf(int count, double exponent, int seed)
    {
        _cumulated = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += Math.Pow(i + 1, -exponent);
            _cumulated[i] = sum;
        }

        _random = new Random(seed);
    }

    /// <summary>A place from 0.</summary>
    public int Next()
    {
        var index = Array.BinarySearch(_cumulated, _random.NextDouble() * _cumulated[^1]);
        return index >= 0 ? index : ~index;
    }

    /// <summary>The share of all draws that fall on a place.</summary>
    public double Share(int place) => (_cumulated[place] - (place is 0 ? 0 : _cumulated[place - 1])) / _cumulated[^1];
}
