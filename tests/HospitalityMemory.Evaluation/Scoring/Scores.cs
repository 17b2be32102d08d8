using HospitalityMemory.Evaluation.Data;

namespace HospitalityMemory.Evaluation.Scoring;

/// <summary>
/// Scores predictions. Cities: hit@1, hit@5, MRR and the calibration of the first city's score. Prices: the Winkler score at 50 %
/// on the logarithm, coverage and width. Ranked listings: hit@10, MRR and AUC.
/// </summary>
internal sealed class Scores
{
    /// <summary>The predicted probability of the first city, and whether it came true.</summary>
    public const string Said = "said";

    /// <inheritdoc cref="Said"/>
    public const string True = "true";

    /// <summary>From this number of earlier prices on, cases share one group.</summary>
    private const int ManyPrices = 3;

    private const double Nominal = 0.5;

    /// <summary>Without an answer, a useless range is scored.</summary>
    private const double NoMin = 1;

    private const double NoMax = 5000;

    private readonly SortedDictionary<string, List<CaseScore>> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(string User, string? Currency), int> _prices = [];
    private readonly HashSet<(string User, string City)> _visited = [];

    /// <summary>The scores of all cases, by group.</summary>
    public IReadOnlyDictionary<string, List<CaseScore>> Groups => _groups;

    /// <summary>Scores a case. Its stay must not have been added yet.</summary>
    public void Add(Stay stay, Case known, Prediction prediction)
    {
        var area = stay.Source is "airbnb" ? $"airbnb {known.Metro}" : stay.Source;
        var again = known.RepeatListing ? "same listing" : "new listing";
        AddCity(area, stay, known, prediction);
        AddPrice(stay.Source is "airbnb" ? again : stay.Source, stay, known, prediction);
        AddRanking($"rank uniform, {again}", stay, known, known.Uniform, prediction.RankedUniform);
        AddRanking($"rank popular, {again}", stay, known, known.Popular, prediction.RankedPopular);
    }

    /// <summary>Notes a stay that has been learned.</summary>
    public void Learned(Stay stay)
    {
        _visited.Add((stay.UserId, stay.City));
        if (stay.Booking.PricePerNight is not null)
        {
            var key = (stay.UserId, stay.Booking.Currency);
            _prices[key] = _prices.GetValueOrDefault(key) + 1;
        }
    }

    private void AddCity(string area, Stay stay, Case known, Prediction prediction)
    {
        var rank = double.PositiveInfinity;
        for (var i = 0; i < prediction.Cities.Count && double.IsInfinity(rank); i++)
        {
            rank = prediction.Cities[i] == stay.City ? i + 1 : rank;
        }

        var visited = _visited.Contains((stay.UserId, stay.City)) ? "visited before" : "new to the guest";
        foreach (var group in new[] { $"city {area}", $"city {area}, {visited}" })
        {
            Add(group, stay, known, ("hit@1", rank is 1 ? 1 : 0), ("hit@5", rank <= 5 ? 1 : 0), ("MRR", 1 / rank));
        }

        if (prediction.CityScores is [var said, ..])
        {
            Add($"score of the first city, {area}", stay, known, (Said, said), (True, rank is 1 ? 1 : 0));
        }
    }

    private void AddPrice(string group, Stay stay, Case known, Prediction prediction)
    {
        if (stay.Booking.PricePerNight is not { } paid
            || _prices.GetValueOrDefault((stay.UserId, stay.Booking.Currency)) is not (> 0 and var earlier))
        {
            return;
        }

        var price = (double)paid;
        var low = prediction.PriceMin is > 0 and var min ? (double)min : NoMin;
        var high = prediction.PriceMax is > 0 and var max ? (double)max : NoMax;
        var few = earlier >= ManyPrices ? "" : $", after {earlier} price{(earlier > 1 ? "s" : "")}";
        foreach (var name in new[] { $"price {group}{few}", $"price all{few}", "price all, any history" })
        {
            Add(
                name,
                stay,
                known,
                ("Winkler", Winkler(Math.Log(low), Math.Log(Math.Max(low, high)), Math.Log(price))),
                ("coverage", low <= price && price <= high ? 1 : 0),
                ("ln width", Math.Log(Math.Max(high, low) / low)));
        }
    }

    private void AddRanking(string group, Stay stay, Case known, IReadOnlyList<string>? asked, IReadOnlyList<string>? ranked)
    {
        if (asked is null)
        {
            return;
        }

        var listings = asked.ToHashSet(StringComparer.Ordinal);
        string[] valid = [.. (ranked ?? []).Where(listings.Contains)];
        var found = Array.IndexOf(valid, stay.Booking.PropertyId);
        var at = found >= 0 ? found : (valid.Length + asked.Count - 1) / 2.0;
        Add(group, stay, known, ("hit@10", at < 10 ? 1 : 0), ("MRR", 1 / (at + 1)), ("AUC", 1 - (at / (asked.Count - 1))));
    }

    private void Add(string group, Stay stay, Case known, params (string Name, double Value)[] metrics)
    {
        if (!_groups.TryGetValue(group, out var cases))
        {
            _groups[group] = cases = [];
        }

        cases.Add(new(stay.UserId, known.EarlierStays, metrics));
    }

    private static double Winkler(double low, double high, double value) =>
        high - low + (2 / (1 - Nominal) * (Math.Max(0, low - value) + Math.Max(0, value - high)));
}

/// <summary>The scores of one case.</summary>
internal sealed record CaseScore(string UserId, int EarlierStays, IReadOnlyList<(string Name, double Value)> Metrics)
{
    public double this[string name] => Metrics.First(metric => metric.Name == name).Value;
}
