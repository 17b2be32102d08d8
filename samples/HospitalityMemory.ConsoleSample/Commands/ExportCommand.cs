using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Writes all that is held on a guest, for the guest or for another program.</summary>
internal sealed class ExportCommand(
    IGuestMemory guestMemory, ILongTermMemory longTerm, IShortTermMemory shortTerm, IAnsiConsole console) : ICommand
{
    public string Name => "export";

    public string Syntax => "USER";

    public string Description => "Writes all that is held on a guest to standard output, as one JSON document and nothing else.";

    public async Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var userId = arguments.TakeOperand("USER");
        arguments.ExpectNoMore();
        if (!await IsKnownAsync(userId, cancellationToken))
        {
            throw UserErrorException.UnknownGuest(userId);
        }

        // Past the console, which would break the lines at its width.
        var json = await guestMemory.ExportGuestAsync(userId, cancellationToken);
        await console.Profile.Out.Writer.WriteLineAsync(json.AsMemory(), cancellationToken);
    }

    /// <summary>A conversation that taught nothing leaves a session and no profile.</summary>
    private async Task<bool> IsKnownAsync(string userId, CancellationToken cancellationToken) =>
        await longTerm.GetUserProfileAsync(userId, cancellationToken) is not null
        || await shortTerm.ListSessionsAsync(userId, cancellationToken).AnyAsync(cancellationToken);
}
