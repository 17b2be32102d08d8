namespace HospitalityMemory;

/// <summary>Turns a guest's stays into preferences.</summary>
/// <remarks>
/// A pure function: it reads no clock and no store, and the same record and context give the same preferences. Must be
/// thread safe. Chosen with <c>UsePreferenceLearner</c>. What the guest stated is laid over its result by the memory.
/// </remarks>
public interface IPreferenceLearner
{
    /// <summary>A short stable name, such as <c>frequency</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Counts up when the learner asks more of the travel record than before; stored records of another name or version
    /// are rebuilt from the history.
    /// </summary>
    int Version { get; }

    /// <summary>Learns what the guest prefers.</summary>
    /// <param name="record">The guest's stays and searches, bounded.</param>
    /// <param name="context">The day for which to learn, and what is known of the market.</param>
    /// <returns>The preferences, each with its evidence; empty where the record says nothing.</returns>
    UserPreferences Learn(TravelRecord record, LearningContext context);
}

/// <summary>What a learner may know besides the guest's own record. Immutable.</summary>
public sealed record LearningContext
{
    /// <summary>The day for which to learn: recency counts back from it.</summary>
    public required DateOnly AsOf { get; init; }
}
