using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Sqlite;

/// <summary>What the last call that chose SQLite for a role said.</summary>
/// <param name="Configuration">The configuration that the library was given; null for the container's.</param>
/// <param name="Bind">Binds options of this type to a section, which generated code can do only where it sees the type.</param>
/// <param name="Configure">Sets what the call says.</param>
internal sealed record SqliteChoice<TOptions>(
    IConfiguration? Configuration, Action<IConfiguration, TOptions> Bind, Action<TOptions> Configure);

/// <summary>Makes the options: first what the section says, then what the call says.</summary>
internal sealed class SqliteConfiguration<TOptions>(SqliteChoice<TOptions> choice, IConfiguration? configuration = null)
    : IConfigureOptions<TOptions>
    where TOptions : SqliteOptions
{
    private static readonly FrozenSet<string> Durations =
        new[] { nameof(SqliteOptions.BusyTimeout) }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Configure(TOptions options)
    {
        if ((choice.Configuration ?? configuration) is { } root)
        {
            ConfigurationReader.Read(
                ConfigurationReader.Section(root).GetSection("Sqlite"), SqliteOptions.SectionName, Durations, options, choice.Bind);
        }

        choice.Configure(options);
    }
}
