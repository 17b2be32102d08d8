using Microsoft.Extensions.Options;

namespace HospitalityMemory.Sqlite;

/// <summary>Checks every setting, and names each wrong one with its value and what is allowed.</summary>
internal sealed class SqliteOptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : SqliteOptions
{
    private static readonly TimeSpan ShortestBusyTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBusyTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        var ofMemory = string.IsNullOrEmpty(name) ? "" : $" of the memory '{name}'";
        if (SqliteSettings.ProblemOf(options.ConnectionString) is { } problem)
        {
            failures.Add($"{SqliteOptions.SectionName}:{nameof(options.ConnectionString)}{ofMemory} {problem}");
        }

        if (!Enum.IsDefined(options.Synchronous))
        {
            failures.Add($"{SqliteOptions.SectionName}:{nameof(options.Synchronous)}{ofMemory} is '{options.Synchronous}'; it must be Full or Normal.");
        }

        if (options.BusyTimeout < ShortestBusyTimeout || options.BusyTimeout > LongestBusyTimeout)
        {
            failures.Add(
                $"{SqliteOptions.SectionName}:{nameof(options.BusyTimeout)}{ofMemory} is '{options.BusyTimeout}'; it must be from {ShortestBusyTimeout} to {LongestBusyTimeout}.");
        }

        if (options.ErasureVacuumMegabytes is < 0 or > 1_048_576)
        {
            failures.Add(FormattableString.Invariant(
                $"{SqliteOptions.SectionName}:{nameof(options.ErasureVacuumMegabytes)}{ofMemory} is '{options.ErasureVacuumMegabytes}'; it must be from 0 to 1048576."));
        }

        return failures.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
