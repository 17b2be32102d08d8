namespace HospitalityMemory;

/// <summary>Adds a figure of the host's to <see cref="UserAnalytics"/>.</summary>
/// <remarks>
/// Register any number with <c>services.AddSingleton&lt;IUserAnalyzer, ...&gt;()</c>; for a memory with a service key with
/// <c>AddKeyedSingleton</c> under that key. A pure function: it reads no clock and no store. Must be thread safe. An exception
/// reaches the caller of <see cref="ILongTermMemory.GetUserAnalyticsAsync"/>.
/// </remarks>
public interface IUserAnalyzer
{
    /// <summary>The figure's name, unique among the analyzers.</summary>
    string Name { get; }

    /// <summary>Computes the figure.</summary>
    /// <param name="record">What is known of the guest's stays; empty for a stranger.</param>
    /// <param name="asOf">The day for which it is computed.</param>
    /// <returns>
    /// The figure. It is left out where this is null or not a finite number, for a record that does not show it.
    /// </returns>
    double? Analyze(TravelRecord record, DateOnly asOf);
}
