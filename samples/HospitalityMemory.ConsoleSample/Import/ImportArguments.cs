using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.Import;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>What the command line says about a file and its import.</summary>
internal sealed record ImportArguments
{
    private static readonly Dictionary<string, char> NamedSeparators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
    };

    public required string Path { get; init; }

    /// <summary>The guest to show; null for the one with most bookings.</summary>
    public string? UserId { get; init; }

    public bool IsPreview { get; init; }

    public bool IsDryRun { get; init; }

    /// <summary>The file for the whole mapping; null if it is not written.</summary>
    public string? MappingToWrite { get; init; }

    public required BookingFileOptions Options { get; init; }

    /// <param name="settings">The command line.</param>
    /// <param name="defaultCurrency">The memory's currency of prices that name none.</param>
    public static ImportArguments Of(ImportSettings settings, string defaultCurrency)
    {
        if (settings is { IsPreview: true, IsDryRun: true })
        {
            throw UserErrorException.Usage("--preview and --dry-run exclude each other.");
        }

        return new()
        {
            Path = settings.Path,
            UserId = settings.UserId,
            IsPreview = settings.IsPreview,
            IsDryRun = settings.IsDryRun,
            MappingToWrite = settings.MappingToWrite,
            Options = new()
            {
                Mapping = MappingOf(settings),
                Encoding = settings.Encoding,
                Separator = settings.Separator is { } separator ? Separator(separator) : null,
                Entry = settings.Entry,
                HashGuests = settings.HashGuests,
                DefaultCurrency = defaultCurrency,
                GuestHashKey = Environment.GetEnvironmentVariable("GUEST_HASH_KEY"),
            },
        };
    }

    /// <summary>The mapping file, with the options of the command line taking precedence.</summary>
    private static BookingMapping MappingOf(ImportSettings settings)
    {
        var mapping = settings.MappingPath is { } path ? ReadMapping(path) : new();
        var fields = new Dictionary<string, MappedField>(StringComparer.Ordinal);
        foreach (var (field, column) in settings.Map.Select(option => Parts("--map", option)))
        {
            // A field that is given several times has several columns.
            var known = fields.GetValueOrDefault(field) ?? (mapping.Fields.GetValueOrDefault(field) ?? new()) with { Columns = [] };
            fields[field] = known with { Columns = [.. known.Columns, column] };
        }

        foreach (var (field, value) in settings.Set.Select(option => Parts("--set", option)))
        {
            fields[field] = (fields.GetValueOrDefault(field) ?? new()) with { Value = value };
        }

        return mapping.With(new()
        {
            Fields = fields,
            Dates = settings.Dates,
            Decimals = settings.Decimals,
            Currency = settings.Currency,
        });
    }

    private static (string Field, string Value) Parts(string option, string text)
    {
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        if (sign < 1 || sign == text.Length - 1)
        {
            throw UserErrorException.Usage($"{option} {text} is not FIELD=NAME, such as {option} city=Town.");
        }

        var field = text[..sign];
        return ImportFields.All.Contains(field)
            ? (field, text[(sign + 1)..])
            : throw UserErrorException.Usage($"{option} {text}: {field} is no field. The fields are {string.Join(", ", ImportFields.All)}.");
    }

    private static char Separator(string text) =>
        NamedSeparators.TryGetValue(text, out var named) ? named
        : text is [var sign] ? sign
        : throw UserErrorException.Usage($"--separator {text} is no separator; comma, semicolon, tab or one character is.");

    private static BookingMapping ReadMapping(string path)
    {
        try
        {
            return BookingMapping.FromJson(File.ReadAllText(path));
        }
        catch (FormatException exception)
        {
            throw new UserErrorException($"{path} is no mapping. {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"{path} cannot be read. {exception.Message}");
        }
    }
}
