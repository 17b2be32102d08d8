using System.ComponentModel;
using Spectre.Console.Cli;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>The arguments and options of an import.</summary>
internal sealed class ImportSettings : StoreSettings
{
    [CommandArgument(0, "<FILE>")]
    [Description("CSV, JSON or JSON lines, as another system exports it; also packed with gzip or zip.")]
    public string Path { get; init; } = "";

    [CommandOption("--preview")]
    [Description("Shows how the file would be read, and writes nothing.")]
    public bool IsPreview { get; init; }

    [CommandOption("--dry-run")]
    [Description("Counts what an import would change, and writes nothing.")]
    public bool IsDryRun { get; init; }

    [CommandOption("--user <GUEST>")]
    [Description("The guest to show after the import; by default the one with most bookings.")]
    public string? UserId { get; init; }

    [CommandOption("--map <FIELD=COLUMN>")]
    [Description("Which column a field is in, where the names do not say it. May be given again.")]
    public string[] Map { get; init; } = [];

    [CommandOption("--set <FIELD=VALUE>")]
    [Description("The value of a field in all rows. May be given again.")]
    public string[] Set { get; init; } = [];

    [CommandOption("--mapping <FILE>")]
    [Description("Reads the mapping of fields from a JSON file.")]
    public string? MappingPath { get; init; }

    [CommandOption("--write-mapping <FILE>")]
    [Description("Writes the mapping to a JSON file.")]
    public string? MappingToWrite { get; init; }

    [CommandOption("--dates <FORM>")]
    [Description("How dates are written: dd/MM/yyyy or MM/dd/yyyy.")]
    public string? Dates { get; init; }

    [CommandOption("--decimal <SIGN>")]
    [Description("The decimal sign: comma or point.")]
    public string? Decimals { get; init; }

    [CommandOption("--currency <CODE>")]
    [Description("The currency of prices without one, such as EUR.")]
    public string? Currency { get; init; }

    [CommandOption("--hash-guests")]
    [Description("Records keyed hashes instead of the guests' ids; the secret is the environment's GUEST_HASH_KEY.")]
    public bool HashGuests { get; init; }

    [CommandOption("--encoding <NAME>")]
    [Description("The encoding, where it is not recognised, such as windows-1250.")]
    public string? Encoding { get; init; }

    [CommandOption("--separator <SIGN>")]
    [Description("What separates the columns: comma, semicolon, tab or one character.")]
    public string? Separator { get; init; }

    [CommandOption("--entry <NAME>")]
    [Description("The file within a zip file.")]
    public string? Entry { get; init; }
}
