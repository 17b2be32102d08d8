using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>Shows a guest's preferences, each with its reason.</summary>
internal static class PreferenceTable
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
        foreach (var kind in preferences.All.GroupBy(preference => preference.Kind))
        {
            foreach (var preference in kind.Take(RowsPerKind))
            {
                table.AddRow(
                    new Text(Describe(kind.Key)),
                    new Text(Value(preference)),
                    new Text(Why(preference)),
                    new Text($"{preference.Score:0.00}"),
                    new Text($"{preference.Confidence:0.00}"));
            }

            if (kind.Count() > RowsPerKind)
            {
                table.AddRow(new Text(""), new Text($"and {kind.Count() - RowsPerKind} more"));
            }
        }

        return table;
    }

    private static TableColumn Column(string title) => new TableColumn(new Text(title, "grey")).PadLeft(0).PadRight(2);

    public static string Describe(PreferenceKind kind) => kind switch
    {
        PreferenceKind.City => "city",
        PreferenceKind.Amenity => "amenity",
        PreferenceKind.PropertyType => "type",
        PreferenceKind.PriceRange => "price",
        _ => "wish",
    };

    public static string Value(Preference preference) => preference switch
    {
        { Avoid: true } => $"no {preference.Value}",
        { PriceRange: { } range } => Describe(range),
        _ => preference.Value,
    };

    public static string Describe(PriceRange range) => range.Min == range.Max
        ? $"{range.Min:0.##} {range.Currency}"
        : $"{range.Min:0.##} to {range.Max:0.##} {range.Currency}";

    private static string Booked(Preference preference, string last) => (preference.Stays, preference.ToCome) switch
    {
        (var stays, 0) => $"{Words.Count(stays, "stay")}{last}",
        (0, var toCome) => $"{Words.Count(toCome, "booking")} to come",
        var (stays, toCome) => $"{Words.Count(stays, "stay")}, {Words.Count(toCome, "booking")} to come",
    };

    public static string Why(Preference preference)
    {
        var last = preference.LastStay is { } day ? $", last {day:yyyy-MM-dd}" : "";
        return preference.Source switch
        {
            PreferenceSource.Stated => StatedByGuest,
            PreferenceSource.Bookings => Booked(preference, last),
            PreferenceSource.Searches => $"{Words.Count(preference.Stays, "search", "searches")}, not booked{last}",
            PreferenceSource.Market => "other guests book it",
            _ => "from an earlier profile",
        };
    }
}
