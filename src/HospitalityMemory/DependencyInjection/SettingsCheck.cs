using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HospitalityMemory;

/// <summary>A configuration of which a memory, or a part of it, reads a section.</summary>
/// <param name="Configuration">The configuration that was given; null for the container's.</param>
internal sealed record ReadSection(IConfiguration? Configuration);

/// <summary>The settings of a part of a memory, named from the memory's section.</summary>
internal sealed record PartSettings(KnownSettings Settings);

/// <summary>Warns, when a host starts, of settings in the sections that nothing reads. They are most likely slips.</summary>
internal sealed partial class SettingsCheck(
    IEnumerable<ReadSection> sections,
    IEnumerable<PartSettings> parts,
    IConfiguration? configuration = null,
    ILogger<SettingsCheck>? logger = null) : IHostedService
{
    // A container need not have logging.
    private readonly ILogger _logger = logger ?? NullLogger<SettingsCheck>.Instance;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var read = sections
            .Select(section => section.Configuration ?? configuration)
            .OfType<IConfiguration>()
            .Select(MemorySection.Of)
            .DistinctBy(section => section.Path, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var check = new UnknownSettings(
            KnownSettings.Union([KnownSettings.OfMemory, .. parts.Select(part => part.Settings)]), [.. read.Select(section => section.Path)]);
        foreach (var unknown in read.SelectMany(check.In))
        {
            if (unknown.Nearest is null)
            {
                LogUnknown(unknown.Path);
            }
            else
            {
                LogMistaken(unknown.Path, unknown.Nearest);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Nothing reads the setting {Setting}; {Nearest} is the nearest that is read.")]
    private partial void LogMistaken(string setting, string nearest);

    [LoggerMessage(LogLevel.Warning, "Nothing reads the setting {Setting}, and none that is read has a similar name.")]
    private partial void LogUnknown(string setting);
}
