namespace HospitalityMemory.Stores;

/// <summary>
/// Keeps sums over all guests, each under a name: for example, what a learner counts of the market. Sums are only ever added to,
/// in any order and by any number of servers.
/// </summary>
/// <remarks>
/// <para>Must be thread safe. What arrives is valid: names are texts of 1 to 1,000 bytes of UTF-8 without lone surrogates,
/// amounts are finite. No sum names a guest.</para>
/// <para>An addition is carried out at most once. A store may repeat only an attempt that certainly had no effect. Where it
/// cannot know, it throws, and the caller does not repeat the call either: an addition is lost rather than counted twice.</para>
/// <para>A sum with 0 guests describes nobody any more. It is not read, and the store removes it with its name, at the latest at
/// the next read.</para>
/// <para>A store that cannot serve throws <see cref="MemoryUnavailableException"/> with the cause. Besides that it throws only
/// <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public interface INamedSumStore
{
    /// <summary>A short name for metrics, such as <c>firestore</c>.</summary>
    string Name { get; }

    /// <summary>Adds to sums, in any order. A sum that does not exist yet starts at 0.</summary>
    /// <param name="additions">What to add, each name at most once; amounts and guests may be below 0.</param>
    /// <param name="cancellationToken">Cancels the call; what was added before stays.</param>
    /// <returns>The work.</returns>
    ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken);

    /// <summary>Streams all sums.</summary>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>
    /// The sums in any order, each name once. Additions during the read may be included or not, but the amount and the guests of
    /// one addition to one sum are included together.
    /// </returns>
    IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads what changed since an earlier reading, for a store that can tell cheaply. A reader then need not read a hundred
    /// thousand sums again because a few changed.
    /// </summary>
    /// <param name="since">The <see cref="NamedSumChanges.Version"/> of the earlier reading; null where there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The changes; null where the store cannot tell. No store has to.</returns>
    ValueTask<NamedSumChanges?> ReadChangesAsync(long? since, CancellationToken cancellationToken) => new((NamedSumChanges?)null);
}

/// <summary>What changed of a store's sums since an earlier reading.</summary>
/// <param name="Version">The version to ask from next time. What is read after it was given is at least as new.</param>
/// <param name="Sums">
/// The sums that changed, with their present values, each name once; a sum with 0 guests is gone. Null where all sums must be
/// read: the first time, or because the earlier reading is too long ago.
/// </param>
public sealed record NamedSumChanges(long Version, IReadOnlyList<NamedSum>? Sums);

/// <summary>A sum, or an addition to one.</summary>
/// <param name="Name">What is summed up: 1 to 1,000 bytes of UTF-8.</param>
/// <param name="Amount">How much; finite.</param>
/// <param name="Guests">
/// How many different guests it counts. Below 0 where guests are taken back that another server has counted and not yet added.
/// </param>
public readonly record struct NamedSum(string Name, double Amount, long Guests);
