using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>Reads what another system has learned of a guest: four fields, in every form in which they are written.</summary>
internal static class PreferenceMembers
{
    private const string Level = "preferences";

    /// <param name="profile">The profile.</param>
    /// <param name="members">Its record.</param>
    /// <param name="isOurs">Whether this library wrote the record. It then learns the preferences again from the bookings.</param>
    public static UserProfile WithPreferences(UserProfile profile, RecordMembers members, bool isOurs)
    {
        var preferences = isOurs ? members.Take("imported_preferences") : members.Take("preferences");
        members.Take("preferences");
        if (preferences is not { } given)
        {
            return profile;
        }

        if (given.ValueKind is not JsonValueKind.Object)
        {
            members.Note(Level, "is no object");
            return profile;
        }

        var problems = new List<RecordProblem>();
        var inner = new RecordMembers(given, "$.preferences", problems);
        var cities = inner.Names("preferred_cities");
        var amenities = inner.Names("preferred_amenities");
        var types = inner.Names("preferred_property_types");
        var range = inner.Take("preferred_price_range") is { } price ? Range(price, inner) : null;
        inner.Take("all");
        inner.Take("is_degraded");
        var rest = inner.Rest(static name => UnknownFields.IsKnown(name, MemoryJsonContext.Default.PreferencesJson));
        foreach (var problem in problems)
        {
            members.Note(problem.Path["$.".Length..], problem.Message[(problem.Path.Length + 1)..]);
        }

        return profile with
        {
            Preferences = new() { All = PreferencesJson.OfViews(cities, range, amenities, types) },
            NestedFields = rest.Count is 0 ? profile.NestedFields : profile.NestedFields.With(Level, rest.ToString()),
        };
    }

    /// <summary>A lowest and a highest price: by name, as a list, or as a text such as <c>200-600</c>. An empty range is no error.</summary>
    private static PriceRange? Range(JsonElement value, RecordMembers members)
    {
        var (low, high, currency) = value.ValueKind switch
        {
            JsonValueKind.Object => Named(value),
            JsonValueKind.Array when value.GetArrayLength() is 2 => (RecordMembers.NumberOf(value[0]), RecordMembers.NumberOf(value[1]), null),
            JsonValueKind.String when value.GetString()!.Split('-') is [var first, var second] => (Price(first), Price(second), null),
            _ => (-1, -1, null),
        };
        if ((low ?? high) is not { } any)
        {
            return null;
        }

        var (min, max) = (Math.Min(low ?? any, high ?? any), Math.Max(low ?? any, high ?? any));
        if (min >= 0)
        {
            return new() { Min = min, Max = max, Currency = currency };
        }

        members.Note("preferred_price_range", "is no range of prices");
        return null;
    }

    private static (decimal? Low, decimal? High, string? Currency) Named(JsonElement value)
    {
        var inner = new RecordMembers(value, "$.preferences.preferred_price_range", []);
        var low = inner.Take("min", "low", "from") is { } min ? RecordMembers.NumberOf(min) : null;
        var high = inner.Take("max", "high", "to") is { } max ? RecordMembers.NumberOf(max) : null;
        return (low, high, MoneyText.Code(inner.Text("currency")));
    }

    private static decimal? Price(string text) => MoneyText.Read(text).Number.Value(DecimalSign.Point);
}
