namespace HospitalityMemory;

/// <summary>Turns a guest's stays into preferences, and ranks properties by them.</summary>
/// <remarks>
/// Pure functions: they read no clock and no store, and the same record and context give the same result. Must be thread
/// safe. Chosen with <c>UsePreferenceLearner</c>. What the guest stated is laid over its results by the memory.
/// </remarks>
public interface IPreferenceLearner
{
    /// <summary>A short stable name, such as <c>frequency</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether the learner looks at <see cref="LearningContext.Market"/>. Where it does not, nothing of the market is
    /// gathered.
    /// </summary>
    bool UsesMarket { get; }

    /// <summary>Learns what the guest prefers.</summary>
    /// <param name="record">The guest's stays and searches, bounded; empty for a stranger.</param>
    /// <param name="context">The day for which to learn, and what is known of the market.</param>
    /// <returns>The preferences, each with its evidence; empty where the record and the market say nothing.</returns>
    UserPreferences Learn(TravelRecord record, LearningContext context);

    /// <summary>Orders properties by how well they fit the guest.</summary>
    /// <param name="record">The guest's stays and searches, bounded; empty for a stranger.</param>
    /// <param name="candidates">The properties.</param>
    /// <param name="context">The day for which to rank, and what is known of the market.</param>
    /// <returns>All of them, the best first; those that fit as well in the order in which they were given.</returns>
    IReadOnlyList<RankedProperty> Rank(TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, LearningContext context);
}

/// <summary>What a learner may know besides the guest's own record. Immutable.</summary>
public sealed record LearningContext
{
    /// <summary>The day for which to learn: recency counts back from it.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>What all guests book; empty where the learner does not use it, and before the first booking.</summary>
    public MarketSnapshot Market { get; init => field = value ?? MarketSnapshot.Empty; } = MarketSnapshot.Empty;
}
