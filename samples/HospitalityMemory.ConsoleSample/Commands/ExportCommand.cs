using HospitalityMemory.ConsoleSample.CommandLine;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Writes all that is held on a guest, for the guest or for another program.</summary>
internal sealed class ExportCommand(
    IGuestMemory guestMemory, ILongTermMemory longTerm, IShortTermMemory shortTerm, IAnsiConsole console) : ISampleCommand<ExportSettings>
{
    public async Task RunAsync(ExportSettings settings, CancellationToken cancellationToken)
    {
        if (!await IsKnownAsync(settings.UserId, cancellationToken))
        {
            throw UserErrorException.UnknownGuest(settings.UserId);
        }

        console.WriteRaw(await guestMemory.ExportGuestAsync(settings.UserId, cancellationToken));
    }

    /// <summary>A guest may have a session but no profile, if the conversation taught nothing.</summary>
    private async Task<bool> IsKnownAsync(string userId, CancellationToken cancellationToken) =>
        await longTerm.GetUserProfileAsync(userId, cancellationToken) is not null
        || await shortTerm.ListUserSessionsAsync(userId, cancellationToken).AnyAsync(cancellationToken);
}
