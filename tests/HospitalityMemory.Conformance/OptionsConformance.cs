using System.Globalization;
using System.Reflection;

namespace HospitalityMemory.Conformance;

/// <summary>Every option can be set in a configuration, including options that are added later.</summary>
public static class OptionsConformance
{
    /// <summary>A name in a map whose names the host chooses.</summary>
    private const string AnyName = "any_name";

    /// <summary>The first place of a list.</summary>
    private const string First = "0";

    /// <summary>Gives every settable option a value other than its default, reads them all, and compares.</summary>
    /// <param name="section">The section's path.</param>
    /// <param name="values">
    /// Values for options that do not accept just any value, by the option's path within the section.
    /// </param>
    /// <param name="read">Reads the options from these settings.</param>
    /// <returns>The paths of all options within the section.</returns>
    public static IReadOnlyList<string> EveryOptionIsBound<TOptions>(
        string section, IReadOnlyDictionary<string, string> values, Func<IReadOnlyDictionary<string, string?>, TOptions> read)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(read);
        var options = Options("", typeof(TOptions), new TOptions()).ToList();
        Assert.NotEmpty(options);
        var settings = options.ToDictionary(
            option => $"{section}:{option.Path}", option => (string?)(values.GetValueOrDefault(option.Path) ?? Other(option)));

        var bound = read(settings);

        foreach (var option in Options("", typeof(TOptions), bound))
        {
            Assert.Equal(settings[$"{section}:{option.Path}"], Text(option.Value), ignoreCase: true);
        }

        return [.. options.Select(option => option.Path)];
    }

    private static IEnumerable<Option> Options(string prefix, Type type, object owner)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod?.IsPublic is true))
        {
            var value = property.GetValue(owner);
            if (property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                foreach (var inner in Options($"{prefix}{property.Name}:", property.PropertyType, value!))
                {
                    yield return inner;
                }
            }
            else if (value is IDictionary<string, string> map)
            {
                yield return new($"{prefix}{property.Name}:{AnyName}", typeof(string), map.TryGetValue(AnyName, out var entry) ? entry : null);
            }
            else if (value is IList<string> list)
            {
                yield return new($"{prefix}{property.Name}:{First}", typeof(string), list.Count > 0 ? list[0] : null);
            }
            else
            {
                yield return new(prefix + property.Name, property.PropertyType, value);
            }
        }
    }

    private static string Other(Option option) => option.Value switch
    {
        TimeSpan time => Text(time + TimeSpan.FromSeconds(1)),
        int number => Text(number + 1),
        bool flag => Text(!flag),
        Enum chosen => Text(Enum.GetValues(chosen.GetType()).Cast<object>().First(other => !other.Equals(chosen))),
        null when option.Path.EndsWith(AnyName, StringComparison.Ordinal) => "city",
        null when option.Path.EndsWith($":{First}", StringComparison.Ordinal) => "sauna",
        null when option.Type == typeof(int?) => "7",
        null when option.Type == typeof(TimeSpan?) => "30.00:00:00",
        null when option.Path.EndsWith("Key", StringComparison.Ordinal) => "a secret of the tests",
        _ => throw new NotSupportedException($"Say which value {option.Path} may have."),
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private sealed record Option(string Path, Type Type, object? Value);
}
