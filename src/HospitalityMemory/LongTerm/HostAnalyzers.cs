namespace HospitalityMemory;

/// <summary>The host's own figures, each with a unique name.</summary>
internal sealed class HostAnalyzers
{
    private readonly IUserAnalyzer[] _analyzers;

    /// <exception cref="InvalidOperationException">An analyzer has no name, or two have the same.</exception>
    public HostAnalyzers(IEnumerable<IUserAnalyzer> analyzers)
    {
        _analyzers = [.. analyzers];
        var names = new HashSet<string>(_analyzers.Length, StringComparer.Ordinal);
        foreach (var analyzer in _analyzers)
        {
            if (string.IsNullOrWhiteSpace(analyzer.Name))
            {
                throw new InvalidOperationException($"The IUserAnalyzer {analyzer.GetType()} has no name; each needs one of its own.");
            }

            if (!names.Add(analyzer.Name))
            {
                throw new InvalidOperationException($"Two IUserAnalyzers have the name '{analyzer.Name}'; each needs one of its own.");
            }
        }
    }

    public UserAnalytics AddTo(UserAnalytics analytics, TravelRecord record, DateOnly asOf)
    {
        if (_analyzers.Length is 0)
        {
            return analytics;
        }

        var custom = new Dictionary<string, double>(_analyzers.Length, StringComparer.Ordinal);
        foreach (var analyzer in _analyzers)
        {
            // NaN and infinity are left out: they are no figures, and JSON cannot hold them.
            if (analyzer.Analyze(record, asOf) is { } figure && double.IsFinite(figure))
            {
                custom[analyzer.Name] = figure;
            }
        }

        return analytics with { Custom = custom.AsReadOnly() };
    }
}
