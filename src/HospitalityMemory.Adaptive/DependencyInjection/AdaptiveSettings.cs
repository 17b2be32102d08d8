using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Adaptive;

/// <summary>What <c>UseAdaptiveLearner</c> was last told.</summary>
/// <param name="Configuration">What <c>AddHospitalityMemory</c> was given; null for what the container has.</param>
/// <param name="Configure">Changes the settings.</param>
internal sealed record AdaptiveChoice(IConfiguration? Configuration, Action<AdaptiveLearnerOptions> Configure);

/// <summary>Reads the settings from the host's configuration, then from code, which wins.</summary>
internal sealed class AdaptiveSettings(AdaptiveChoice choice, IConfiguration? configuration = null) : IConfigureOptions<AdaptiveLearnerOptions>
{
    private static readonly FrozenSet<string> Durations =
        new[] { nameof(AdaptiveLearnerOptions.RefreshInterval) }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Configure(AdaptiveLearnerOptions options)
    {
        if ((choice.Configuration ?? configuration) is { } root)
        {
            ConfigurationReader.Read(
                ConfigurationReader.Section(root).GetSection("Adaptive"),
                AdaptiveLearnerOptions.SectionName,
                Durations,
                options,
                static (section, options) => section.Bind(options));
        }

        choice.Configure(options);
    }
}
