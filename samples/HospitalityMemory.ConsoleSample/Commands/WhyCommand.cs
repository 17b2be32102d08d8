using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Explains a guest's preferences by the bookings that teach them.</summary>
internal sealed class WhyCommand(GuestEvidence guestEvidence, IAnsiConsole console) : ISampleCommand<WhySettings>
{
    private const int UsualStays = 5;

    public async Task RunAsync(WhySettings settings, CancellationToken cancellationToken)
    {
        var (evidence, today) = await guestEvidence.FindAsync(settings.UserId, cancellationToken);
        if (settings.Preference is { } wanted)
        {
            var known = evidence.Select(one => one.Preference).ToList();
            evidence = [.. evidence.Where(one => guestEvidence.IsCalled(one.Preference, wanted))];
            if (evidence is [])
            {
                throw new UserErrorException(known is []
                    ? $"Nothing is known of what \"{settings.UserId}\" prefers."
                    : $"\"{wanted}\" is no preference of \"{settings.UserId}\". Known are {string.Join(", ", known.Select(PreferenceTable.Value).Distinct())}.");
            }
        }

        if (settings.Json)
        {
            console.WriteJson(new { settings.UserId, Preferences = evidence.Select(one => one.ToJson(today)) });
            return;
        }

        console.WriteHeading($"What {settings.UserId} prefers, and the bookings that teach it");
        if (evidence is [])
        {
            console.WriteText("Nothing is known of what the guest prefers.");
        }

        foreach (var one in evidence)
        {
            console.WriteLine();
            EvidenceView.Show(console, one, today, settings.ShowsAll ? int.MaxValue : UsualStays);
        }
    }
}
