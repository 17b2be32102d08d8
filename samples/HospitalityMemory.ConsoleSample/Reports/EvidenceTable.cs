using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>Shows what a guest prefers, each preference with the reason why it is there.</summary>
internal static class EvidenceTable
{
    private const string StatedByGuest = "the guest said so";
    private const int RowsPerKind = 6;

    public static Table Of(UserPreferences preferences)
    {
        var table = new Table().Border(TableBorder.None);
        table.AddColumn(Column("Kind").NoWrap());
        table.AddColumn(Column("Value"));
        table.AddColumn(Column("Why"));
        table.AddColumn(Column("Score").NoWrap().RightAligned());
        table.AddColumn(Column("Confidence").NoWrap().RightAligned().PadRight(0));
        foreach (var kind in preferences.Evidence.GroupBy(evidence => evidence.Kind))
        {
            foreach (var evidence in kind.Take(RowsPerKind))
            {
                table.AddRow(
                    new Text(Describe(kind.Key)),
                    new Text(Value(evidence, preferences)),
                    new Text(Why(evidence)),
                    new Text($"{evidence.Score:0.00}"),
                    new Text($"{evidence.Confidence:0.00}"));
            }

            if (kind.Count() > RowsPerKind)
            {
                table.AddRow(new Text(""), new Text($"and {kind.Count() - RowsPerKind} more"));
            }
        }

        foreach (var wish in preferences.Avoided.Where(wish => !IsExplained(wish, preferences)))
        {
            table.AddRow(new Text(Describe(PreferenceKind.Other)), new Text($"no {wish}"), new Text(StatedByGuest));
        }

        return table;
    }

    private static bool IsExplained(string wish, UserPreferences preferences) =>
        preferences.Evidence.Any(evidence => evidence.Value.Equals(wish, StringComparison.OrdinalIgnoreCase));

    private static TableColumn Column(string title) => new TableColumn(new Text(title, "grey")).PadLeft(0).PadRight(2);

    private static string Describe(PreferenceKind kind) => kind switch
    {
        PreferenceKind.City => "city",
        PreferenceKind.Amenity => "amenity",
        PreferenceKind.PropertyType => "type",
        PreferenceKind.PriceRange => "price",
        _ => "wish",
    };

    private static string Value(PreferenceEvidence evidence, UserPreferences preferences)
    {
        if (evidence.Kind is PreferenceKind.PriceRange)
        {
            var range = preferences.OtherPriceRanges.Prepend(preferences.PreferredPriceRange)
                .FirstOrDefault(range => range?.Currency == evidence.Value);
            return range is null ? evidence.Value : Describe(range);
        }

        return preferences.Avoided.Contains(evidence.Value, StringComparer.OrdinalIgnoreCase) ? $"no {evidence.Value}" : evidence.Value;
    }

    public static string Describe(PriceRange range) => range.Min == range.Max
        ? $"{range.Min:0.##} {range.Currency}"
        : $"{range.Min:0.##} to {range.Max:0.##} {range.Currency}";

    private static string Why(PreferenceEvidence evidence)
    {
        var last = evidence.LastStay is { } day ? $", last {day:yyyy-MM-dd}" : "";
        return evidence.Source switch
        {
            PreferenceSource.Stated => StatedByGuest,
            PreferenceSource.Learned => $"{Words.Count(evidence.Stays, "stay")}{last}",
            PreferenceSource.Searched => $"{Words.Count(evidence.Stays, "search", "searches")}, not booked{last}",
            _ => "from an earlier profile",
        };
    }
}
