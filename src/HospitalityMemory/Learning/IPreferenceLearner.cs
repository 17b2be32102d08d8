namespace HospitalityMemory;

/// <summary>Turns a guest's stays into preferences, and ranks properties by them.</summary>
/// <remarks>
/// A function of the guest's record, the day, and what the learner was constructed with: it waits for nothing, and the
/// same of these give the same result, as long as <see cref="Stamp"/> is the same. Must be thread safe. Chosen with
/// <c>UsePreferenceLearner</c>. What the guest stated is laid over its results by the memory. The memory hands it records in
/// which each thing has the one name that is shown for it (<see cref="NameRules"/>); properties are named as the caller does.
/// </remarks>
public interface IPreferenceLearner
{
    /// <summary>A short stable name, such as <c>frequency</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Another object (compared by reference) whenever what the learner was constructed with says something else than
    /// before: what was learned is kept as long as record, day and stamp are the same. By default the learner itself, which
    /// then always says the same.
    /// </summary>
    object Stamp => this;

    /// <summary>Learns what the guest prefers.</summary>
    /// <param name="record">The guest's stays and searches, bounded; empty for a stranger.</param>
    /// <param name="day">The day for which to learn: recency counts back from it.</param>
    /// <returns>The preferences, each with where it was learned from; empty where nothing is known.</returns>
    UserPreferences Learn(TravelRecord record, DateOnly day);

    /// <summary>Orders properties by how well they fit the guest.</summary>
    /// <param name="record">The guest's stays and searches, bounded; empty for a stranger.</param>
    /// <param name="candidates">The properties.</param>
    /// <param name="day">The day for which to rank.</param>
    /// <returns>All of them, the best first; those that fit as well in the order in which they were given.</returns>
    IReadOnlyList<RankedProperty> Rank(TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, DateOnly day);
}
