using HospitalityMemory.ConsoleSample.Reports;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Shows what long-term memory holds on a guest.</summary>
internal sealed class ProfileCommand(GuestReport report) : ICommand
{
    public string Name => "profile";

    public string Syntax => "USER";

    public string Description => "Shows what was learned about a guest and why, what an agent's model is told, and the analytics.";

    public async Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var userId = arguments.TakeOperand("USER");
        arguments.ExpectNoMore();
        await report.ShowAsync(userId, cancellationToken);
    }
}
