namespace HospitalityMemory.Import;

/// <summary>The mappings that come with the library. Each is a file.</summary>
internal static class MappingPresets
{
    private const string Folder = "Presets/";

    private static readonly Lazy<IReadOnlyList<BookingMapping>> Read = new(ReadAll);

    public static IReadOnlyList<BookingMapping> All => Read.Value;

    /// <summary>
    /// The preset all of whose columns the file has. Among several it is the one with the most columns. Null if there is none.
    /// </summary>
    public static BookingMapping? Find(IEnumerable<BookingMapping> presets, IReadOnlyList<string> columns)
    {
        var names = columns.Select(ColumnNames.Key).ToHashSet(StringComparer.Ordinal);
        return presets
            .Where(preset => preset.Headers.Count > 0 && preset.Headers.All(header => names.Contains(ColumnNames.Key(header))))
            .MaxBy(static preset => preset.Headers.Count);
    }

    private static List<BookingMapping> ReadAll()
    {
        var assembly = typeof(MappingPresets).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return BookingMapping.FromJson(reader.ReadToEnd());
            })];
    }
}
