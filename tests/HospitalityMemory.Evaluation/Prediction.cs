using System.Text.Json.Serialization;

namespace HospitalityMemory.Evaluation;

/// <summary>The prediction for one stay, written as one line of JSON.</summary>
internal sealed record Prediction
{
    public required long Case { get; init; }

    public required IReadOnlyList<string> Cities { get; init; }

    /// <summary>The predicted probability of each city.</summary>
    public required IReadOnlyList<double> CityScores { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? PriceMin { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? PriceMax { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? RankedUniform { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? RankedPopular { get; init; }
}
