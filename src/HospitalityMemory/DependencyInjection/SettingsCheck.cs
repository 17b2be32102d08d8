using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HospitalityMemory;

/// <summary>Configuration of which a memory or a part of it reads the section.</summary>
/// <param name="Configuration">What was given; null for what the container has.</param>
internal sealed record ReadSection(IConfiguration? Configuration);

/// <summary>The settings of a part of a memory, where they stand in the memory's section.</summary>
internal sealed record PartSettings(KnownSettings Settings);

/// <summary>Warns, when a host starts, of what stands in the sections and is read by nobody: a slip, most likely.</summary>
internal sealed partial class SettingsCheck(
    IEnumerable<ReadSection> sections,
    IEnumerable<PartSettings> parts,
    IConfiguration? configuration = null,
    ILogger<SettingsCheck>? logger = null) : IHostedService
{
    // A container without logging is complete all the same.
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
