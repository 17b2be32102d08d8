using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Erases a guest from both memories. Erasing an unknown guest is no error: afterwards nothing is held, as was asked.</summary>
internal sealed class EraseCommand(IGuestMemory memory, IAnsiConsole console) : ISampleCommand<GuestSettings>
{
    public async Task RunAsync(GuestSettings settings, CancellationToken cancellationToken)
    {
        var receipt = await memory.EraseGuestAsync(settings.UserId, cancellationToken);
        console.WriteHeading($"Receipt of the erasure of {settings.UserId}");
        console.WriteLabeled("erased at:", $"{receipt.ErasedAt:yyyy-MM-dd HH:mm:ss} UTC");
        console.WriteLabeled("erased:", ErasureWords.Erased(receipt));
        console.WriteLabeled("read back:", ErasureWords.Left(receipt));
        if (!receipt.IsComplete)
        {
            throw new UserErrorException("The erasure is not complete. The receipt says what to do.");
        }
    }
}
