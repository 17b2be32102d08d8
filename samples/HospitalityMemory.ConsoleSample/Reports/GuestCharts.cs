using System.Globalization;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>Small charts of facts that are easier to see than to read.</summary>
internal static class GuestCharts
{
    private const int MaxWidth = 76;
    private const int MaxLabelLength = 36;
    private const int MaxCities = 6;

    public static void WriteCities(this IAnsiConsole console, IReadOnlyCollection<Booking> stays)
    {
        var cities = stays.GroupBy(stay => stay.City).Select(city => (Name: city.Key, Stays: city.Count()))
            .OrderByDescending(city => city.Stays).ToList();
        var bars = cities.Take(MaxCities).Select(city => (city.Name, city.Stays)).ToList();
        if (cities.Count > MaxCities)
        {
            bars.Add(($"{cities.Count - MaxCities} more", cities.Skip(MaxCities).Sum(city => city.Stays)));
        }

        console.WriteBars("Stays by city", bars, Color.Teal);
    }

    public static void WriteMonths(this IAnsiConsole console, SeasonalPatterns patterns)
    {
        if (patterns.StaysByMonth.Count is 0)
        {
            return;
        }

        var names = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames;
        console.WriteBars(
            "Stays by month of check-in",
            Enumerable.Range(1, 12).Select(month => (names[month - 1], patterns.StaysByMonth.GetValueOrDefault(month))),
            Color.Olive);
    }

    /// <summary>Prices of different currencies are never mixed: the chart shows the currency with the most stays.</summary>
    public static void WritePrices(this IAnsiConsole console, IReadOnlyCollection<Booking> stays, PriceRange? preferred)
    {
        var currency = stays.Where(stay => stay.PricePerNight is not null).GroupBy(stay => stay.Currency)
            .MaxBy(group => group.Count());
        if (currency is null)
        {
            return;
        }

        var histogram = PriceHistogram.Of([.. currency.Select(stay => stay.PricePerNight!.Value)]);
        console.WriteBars(
            $"Stays by price of a night{(currency.Key is { } code ? $", {code}" : "")}",
            histogram.Bins.Select(bin => (Label(bin), bin.Stays)),
            Color.Green);
        if (preferred is not null && preferred.Currency == currency.Key)
        {
            console.WriteText($"  Preferred price range: {PreferenceTable.Describe(preferred)}.");
        }
    }

    private static string Label(PriceBin bin) =>
        bin.Below is { } below ? $"{bin.From:0.##} to {below:0.##}" : $"{bin.From:0.##} and more";

    private static string Shorten(string label) => label.Length > MaxLabelLength ? label[..MaxLabelLength] + "..." : label;

    private static void WriteBars(this IAnsiConsole console, string title, IEnumerable<(string Label, int Value)> bars, Color color)
    {
        var chart = new BarChart().Width(Math.Min(MaxWidth, console.Profile.Width));
        foreach (var (label, value) in bars)
        {
            chart.AddItem(Shorten(label).EscapeMarkup(), value, color);
        }

        // A guest who has only bookings to come has nothing to draw.
        if (chart.Data.Count > 0)
        {
            console.WriteLine();
            console.WriteText(title, new Style(decoration: Decoration.Bold));
            console.Write(chart);
        }
    }
}
