using System.Text.Json.Serialization;

namespace HospitalityMemory.Evaluation;

/// <summary>What is predicted of a stay, one JSON line each.</summary>
internal sealed record Prediction
{
    public required long Case { get; init; }

    public required IReadOnlyList<string> Cities { get; init; }

    /// <summary>The probability given with each city.</summary>
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
