using System.Globalization;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>Short phrases that are used often.</summary>
internal static class Words
{
    public static string List(IReadOnlyList<string> items) => items switch
    {
        [] => "",
        [var only] => only,
        _ => $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}",
    };

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Amount(decimal amount, string? currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount:0.##} {currency}").TrimEnd();

    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count is 1 ? "" : "s")}");
}
