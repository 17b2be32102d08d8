namespace HospitalityMemory.Stores;

/// <summary>
/// Keeps sums that all guests together make, each under a name: what a learner counts of the market, say. Sums are only
/// ever added to, in any order and by any number of servers.
/// </summary>
/// <remarks>
/// <para>Must be thread safe. What arrives is valid: names are texts of 1 to 1,000 bytes of UTF-8 without lone
/// surrogates, amounts are finite. No guest is named in a sum.</para>
/// <para>An addition is carried out at most once. A store may try again only what surely was not carried out; where it
/// cannot know, it throws, and the caller does not repeat the call either: it is lost rather than counted twice.</para>
/// <para>A sum behind which 0 guests stand says nothing of anybody any more: it is not read, and the store removes it
/// with its name, at the latest at the next read.</para>
/// <para>A store that cannot serve throws <see cref="MemoryUnavailableException"/> with the cause; nothing else but
/// <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public interface INamedSumStore
{
    /// <summary>A short name for metrics, such as <c>firestore</c>.</summary>
    string Name { get; }

    /// <summary>Adds to sums, those of a call in any order; a sum that is not there yet starts at 0.</summary>
    /// <param name="additions">What to add, each name at most once; amounts and guests may be below 0.</param>
    /// <param name="cancellationToken">Cancels the call; what was added by then stays.</param>
    /// <returns>The work.</returns>
    ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken);

    /// <summary>Streams all sums.</summary>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>
    /// The sums in any order, each name once. What is added meanwhile may be in it or not; but what one addition adds to
    /// one sum, amount and guests, is in it together.
    /// </returns>
    IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What changed since an earlier reading, for a store that can tell cheaply: so a reader need not read a hundred thousand sums
    /// again of which a few changed.
    /// </summary>
    /// <param name="since">The <see cref="NamedSumChanges.Version"/> of the earlier reading; null where there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The changes; null where the store cannot tell, as it need not.</returns>
    ValueTask<NamedSumChanges?> ReadChangesAsync(long? since, CancellationToken cancellationToken) => new((NamedSumChanges?)null);
}

/// <summary>What changed of a store's sums since an earlier reading.</summary>
/// <param name="Version">From where to ask next time. What is read after it was given is at least as new.</param>
/// <param name="Sums">
/// The sums that changed, as they are now, each name once; one behind which 0 guests stand is gone. Null where all must be
/// read: for the first time, or because the earlier reading is too long ago.
/// </param>
public sealed record NamedSumChanges(long Version, IReadOnlyList<NamedSum>? Sums);

/// <summary>A sum, or what is added to one.</summary>
/// <param name="Name">What is summed up: 1 to 1,000 bytes of UTF-8.</param>
/// <param name="Amount">How much; finite.</param>
/// <param name="Guests">
/// How many different guests stand behind it. Below 0 where guests were taken back that another server counted and has
/// not added yet.
/// </param>
public readonly record struct NamedSum(string Name, double Amount, long Guests);
