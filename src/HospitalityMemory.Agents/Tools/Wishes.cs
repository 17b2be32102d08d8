using System.Text.Json.Nodes;

namespace HospitalityMemory.Agents;

/// <summary>A guest's wishes in the words of the tools.</summary>
internal static class Wishes
{
    private static readonly (string Name, PreferenceKind Kind)[] Kinds =
    [
        ("city", PreferenceKind.City),
        ("amenity", PreferenceKind.Amenity),
        ("property_type", PreferenceKind.PropertyType),
        ("price_range", PreferenceKind.PriceRange),
        ("other", PreferenceKind.Other),
    ];

    public static string NameOf(PreferenceKind kind) => Array.Find(Kinds, known => known.Kind == kind).Name;

    /// <summary>The kind of name that a wish's value is; null if it is none.</summary>
    public static NameKind? NameKindOf(PreferenceKind kind) => kind switch
    {
        PreferenceKind.City => NameKind.City,
        PreferenceKind.Amenity => NameKind.Amenity,
        PreferenceKind.PropertyType => NameKind.PropertyType,
        _ => null,
    };

    /// <summary>The kind that a model names; null, with the error noted, if there is no such kind.</summary>
    public static PreferenceKind? ReadKind(ToolArguments arguments)
    {
        if (arguments.Text("kind", "type") is not { } given)
        {
            arguments.Refuse("kind", $"is missing; it is one of {Names()}.");
            return null;
        }

        foreach (var (name, kind) in Kinds)
        {
            if (ToolArguments.IsSameName(name, given))
            {
                return kind;
            }
        }

        arguments.Refuse("kind", $"must be one of {Names()}.");
        return null;
    }

    public static JsonObject Show(StatedPreference wish) => ToolAnswer.Object(
        ("kind", NameOf(wish.Kind)),
        ("value", ToolAnswer.Shown(wish.Value)),
        ("avoid", wish.Avoid ? true : null),
        ("min", wish.PriceRange?.Min),
        ("max", wish.PriceRange?.Max));

    private static string Names() => string.Join(", ", Kinds.Select(known => known.Name));
}
