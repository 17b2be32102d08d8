namespace HospitalityMemory;

/// <summary>Turns a guest's stays into preferences, and ranks properties by them.</summary>
/// <remarks>
/// The result depends only on the guest's record, the day, and what the learner was constructed with. As long as
/// <see cref="Stamp"/> is the same, the same input gives the same result. A learner never waits, and must be thread safe. It is
/// chosen with <c>UsePreferenceLearner</c>. The memory itself lays over the results what the guest stated. In the records that it
/// passes, each thing has one name, the one that is shown (<see cref="NameRules"/>); properties have the names that the caller
/// gave.
/// </remarks>
public interface IPreferenceLearner
{
    /// <summary>A short stable name, such as <c>frequency</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Identifies what the learner knows besides the record, compared by reference. It must be another object whenever the same
    /// record and day may give another result: results are kept while record, day and stamp are the same. By default it is the
    /// learner itself, whose results then never change.
    /// </summary>
    object Stamp => this;

    /// <summary>Learns what the guest prefers.</summary>
    /// <param name="record">The guest's stays and searches, bounded; empty for a stranger.</param>
    /// <param name="day">The day for which to learn: recency counts back from it.</param>
    /// <returns>The preferences, each with its source; empty where nothing is known.</returns>
    UserPreferences Learn(TravelRecord record, DateOnly day);

    /// <summary>Orders properties by how well they fit the guest.</summary>
    /// <param name="record">The guest's stays and searches, bounded; empty for a stranger.</param>
    /// <param name="candidates">The properties.</param>
    /// <param name="day">The day for which to rank.</param>
    /// <returns>All of them, the best first. Properties that fit equally well keep the order in which they were given.</returns>
    IReadOnlyList<RankedProperty> Rank(TravelRecord record, IReadOnlyList<PropertyCandidate> candidates, DateOnly day);
}
