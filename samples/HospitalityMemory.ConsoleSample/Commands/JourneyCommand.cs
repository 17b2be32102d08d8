using System.Globalization;
using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Journey;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Tells the story of one guest.</summary>
internal sealed class JourneyCommand(GuestJourney journey) : ISampleCommand<JourneySettings>
{
    public Task RunAsync(JourneySettings settings, CancellationToken cancellationToken) =>
        journey.TellAsync(ChaptersOf(settings.Chapters), cancellationToken);

    private static Range ChaptersOf(string? text)
    {
        if (text is null)
        {
            return Range.All;
        }

        var parts = text.Split('-');
        return parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && from >= 1 && to >= from && to <= GuestJourney.Chapters
            ? from..(to + 1)
            : throw UserErrorException.Usage($"--chapters {text} are no chapters; they are 1 to {GuestJourney.Chapters}, such as 6-8 or 7.");
    }
}
