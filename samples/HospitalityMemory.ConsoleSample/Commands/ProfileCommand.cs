using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Reports;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Shows what long-term memory holds on a guest.</summary>
internal sealed class ProfileCommand(GuestReport report) : ISampleCommand<GuestJsonSettings>
{
    public Task RunAsync(GuestJsonSettings settings, CancellationToken cancellationToken) => settings.Json
        ? report.WriteJsonAsync(settings.UserId, cancellationToken)
        : report.ShowAsync(settings.UserId, cancellationToken);
}
