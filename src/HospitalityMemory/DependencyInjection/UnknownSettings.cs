using Microsoft.Extensions.Configuration;

namespace HospitalityMemory;

/// <summary>A setting that nothing reads.</summary>
/// <param name="Path">Its name from the root.</param>
/// <param name="Nearest">The name of the known setting that was probably meant; null where no name is similar.</param>
internal readonly record struct UnknownSetting(string Path, string? Nearest);

/// <summary>Finds settings that nothing reads. It looks at names only, never at values.</summary>
/// <param name="known">The settings that are read.</param>
/// <param name="sections">The paths of all sections that are read. One section may lie within another.</param>
internal sealed class UnknownSettings(KnownSettings known, IReadOnlyList<string> sections)
{
    public IEnumerable<UnknownSetting> In(IConfigurationSection section) => In(section, section, "");

    private IEnumerable<UnknownSetting> In(IConfigurationSection section, IConfigurationSection parent, string prefix)
    {
        foreach (var child in parent.GetChildren())
        {
            var name = prefix + child.Key;
            if (known.KindOf(name) is { } kind)
            {
                foreach (var unknown in kind is SettingKind.Section ? In(section, child, name + ":") : [])
                {
                    yield return unknown;
                }
            }
            else if (!sections.Any(path => IsAtOrAbove(child.Path, path)))
            {
                yield return new(child.Path, Nearest(name) is { } nearest ? $"{section.Path}:{nearest}" : null);
            }
        }
    }

    private static bool IsAtOrAbove(string path, string section) =>
        section.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (section.Length == path.Length || section[path.Length] is ':');

    /// <summary>
    /// The most similar known name. At most half of its last part differs; null where no name is that close.
    /// </summary>
    private string? Nearest(string name)
    {
        var (path, last) = Split(name);
        return known.Names
            .Select(candidate => (Name: candidate, Parts: Split(candidate)))
            .Select(candidate => (
                candidate.Name,

                // Another section counts as one change.
                Distance: EditDistance.Between(last, candidate.Parts.Last) + (string.Equals(path, candidate.Parts.Path, StringComparison.OrdinalIgnoreCase) ? 0 : 1),
                Allowed: Math.Max(last.Length, candidate.Parts.Last.Length) / 2))
            .Where(candidate => candidate.Distance <= candidate.Allowed)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static (string Path, string Last) Split(string name)
    {
        var end = name.LastIndexOf(':') + 1;
        return (name[..end], name[end..]);
    }
}
