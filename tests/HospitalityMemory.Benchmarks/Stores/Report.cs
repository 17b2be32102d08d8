using System.Globalization;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>Prints figures, and whether each meets its target.</summary>
internal sealed class Report
{
    /// <summary>Whether every figure was measured and none missed its target.</summary>
    public bool IsComplete { get; private set; } = true;

    public void Head(string text)
    {
        Console.WriteLine();
        Console.WriteLine(text);
    }

    public void Note(string text) => Console.WriteLine($"  {text}");

    /// <summary>Notes something that is missing on this machine; its figures are missing too.</summary>
    public void Missing(string text)
    {
        IsComplete = false;
        Console.WriteLine($"  NOT MEASURED: {text}");
    }

    /// <param name="what">What was measured.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="figures">The figures of the store and of its bare counterpart.</param>
    /// <param name="atLeast">The least ratio of the first to the second; null for no such target.</param>
    /// <param name="atMost">The greatest ratio; null for no such target.</param>
    public void Ratio(string what, string unit, BestOf figures, double? atLeast = null, double? atMost = null)
    {
        var ratio = figures.Ours / figures.Bare;
        Line(
            what,
            string.Create(CultureInfo.InvariantCulture, $"{figures.Ours,8:F1} : {figures.Bare,8:F1} {unit,-4} = {ratio:F2}"),
            ratio,
            atLeast,
            atMost);
    }

    /// <summary>A figure without a counterpart.</summary>
    public void Figure(string what, double value, string unit, double? atMost = null) =>
        Line(what, string.Create(CultureInfo.InvariantCulture, $"{value,8:F1} {unit}"), value, atLeast: null, atMost);

    public void Count(string what, int count, int atMost) =>
        Line(what, count.ToString(CultureInfo.InvariantCulture), count, atLeast: null, atMost);

    private void Line(string what, string figure, double value, double? atLeast, double? atMost)
    {
        var isMissed = value < atLeast || value > atMost;
        IsComplete &= !isMissed;
        var target = atLeast is { } least ? string.Create(CultureInfo.InvariantCulture, $"at least {least}: ")
            : atMost is { } most ? string.Create(CultureInfo.InvariantCulture, $"at most {most}: ")
            : null;
        Console.WriteLine($"  {what,-44} {figure}{(target is null ? "" : $"   {target}{(isMissed ? "MISSED" : "met")}")}");
    }
}
