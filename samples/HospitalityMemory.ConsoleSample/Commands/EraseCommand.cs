using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Erases a guest from both memories. To erase a stranger is no error: what was asked for holds.</summary>
internal sealed class EraseCommand(IGuestMemory memory, IAnsiConsole console) : ICommand
{
    public string Name => "erase";

    public string Syntax => "USER";

    public string Description => "Erases a guest's profile, bookings and sessions at once, without asking again, and shows the receipt.";

    public async Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var userId = arguments.TakeOperand("USER");
        arguments.ExpectNoMore();
        var receipt = await memory.EraseGuestAsync(userId, cancellationToken);
        console.WriteHeading($"Receipt of the erasure of {userId}");
        console.WriteLabeled("erased at:", $"{receipt.ErasedAt:yyyy-MM-dd HH:mm:ss} UTC");
        console.WriteLabeled("erased:", ErasureWords.Erased(receipt));
        console.WriteLabeled("read back:", ErasureWords.Left(receipt));
        if (!receipt.IsComplete)
        {
            throw new UserErrorException("The erasure is not complete.");
        }
    }
}
