using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace HospitalityMemory;

internal enum SettingKind
{
    Value,
    Duration,

    /// <summary>A section whose settings are known.</summary>
    Section,

    /// <summary>A list or a map. The host chooses the names in it.</summary>
    Open,
}

/// <summary>The names of the settings that options have, relative to their section.</summary>
internal sealed class KnownSettings
{
    private readonly FrozenDictionary<string, SettingKind> _kinds;

    private KnownSettings(IEnumerable<KeyValuePair<string, SettingKind>> kinds)
    {
        var known = new Dictionary<string, SettingKind>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, kind) in kinds)
        {
            known[name] = kind;
        }

        _kinds = known.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The settings of the core.</summary>
    public static KnownSettings OfMemory { get; } = Union(
    [
        Of<HospitalityMemoryOptions>(),
        Of<ShortTermMemoryOptions>().Under(nameof(HospitalityMemoryOptions.ShortTerm)),
        Of<LongTermMemoryOptions>().Under(nameof(HospitalityMemoryOptions.LongTerm)),
        Of<NameSynonymOptions>().Under($"{nameof(HospitalityMemoryOptions.LongTerm)}:{nameof(LongTermMemoryOptions.Synonyms)}"),
    ]);

    public IEnumerable<string> Names => _kinds.Keys;

    public static KnownSettings Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>() => new(
        typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.SetMethod is { IsPublic: true })
            .Select(static property => KeyValuePair.Create(property.Name, KindOf(property.PropertyType))));

    public static KnownSettings Union(IEnumerable<KnownSettings> settings) => new(settings.SelectMany(static known => known._kinds));

    /// <summary>The same settings, named from the section that contains theirs.</summary>
    public KnownSettings Under(string section) => new(
    [
        .. _kinds.Select(known => KeyValuePair.Create($"{section}:{known.Key}", known.Value)),
        KeyValuePair.Create(section, SettingKind.Section),
    ]);

    /// <returns>Null where there is no such setting.</returns>
    public SettingKind? KindOf(string name) => _kinds.TryGetValue(name, out var kind) ? kind : null;

    private static SettingKind KindOf(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner == typeof(TimeSpan) ? SettingKind.Duration
            : inner.IsPrimitive || inner.IsEnum || inner == typeof(string) || inner == typeof(decimal) || inner == typeof(Uri) ? SettingKind.Value
            : SettingKind.Open;
    }
}
