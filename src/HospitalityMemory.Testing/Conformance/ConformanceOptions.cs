namespace HospitalityMemory.Testing;

/// <summary>How much the cases try that are made of random steps. The defaults suit a store in this process. Immutable.</summary>
/// <remarks>Where each call takes a network's time, fewer will do for each run: other steps are tried each time.</remarks>
public sealed record ConformanceOptions
{
    /// <summary>How many random histories of one session are held against a model, from 1; 1,000 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Histories { get; init => field = AtLeastOne(value, nameof(Histories)); } = 1_000;

    /// <summary>How many random histories are tried whose steps run at once, from 1; 200 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int ConcurrentHistories { get; init => field = AtLeastOne(value, nameof(ConcurrentHistories)); } = 200;

    /// <summary>
    /// How many pairs of ids are tried that resemble each other, from 1; 2,000 by default. Some forty pairs are tried always.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int Pairs { get; init => field = AtLeastOne(value, nameof(Pairs)); } = 2_000;

    /// <summary>
    /// Whether the store keeps two ids in one place, such as a shard, where alone it can mix them up: half of the pairs are such.
    /// Null where it keeps all ids in one place, which is the default.
    /// </summary>
    public Func<string, string, bool>? AreNear { get; init; }

    private static int AtLeastOne(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be 1 or more.");
}
