using HospitalityMemory.ConsoleSample.Journey;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Tells the story of one guest.</summary>
internal sealed class JourneyCommand(GuestJourney journey) : ICommand
{
    public const string CommandName = "journey";

    public string Name => CommandName;

    public string Syntax => "";

    public string Description =>
        "Tells a guest's way through the platform step by step: a conversation, a booking, what the platform learned from "
        + "it and why, and how the next conversation begins.";

    public async Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.ExpectNoMore();
        await journey.TellAsync(cancellationToken);
    }
}
