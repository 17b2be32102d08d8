using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Lists a guest's bookings.</summary>
internal sealed class HistoryCommand(ILongTermMemory memory, IAnsiConsole console) : ICommand
{
    public string Name => "history";

    public string Syntax => "USER";

    public string Description => "Lists a guest's bookings, the latest check-in first, cancelled ones too.";

    public async Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken)
    {
        var userId = arguments.TakeOperand("USER");
        arguments.ExpectNoMore();

        var bookings = new List<Booking>();
        await foreach (var booking in memory.GetBookingHistoryAsync(userId, cancellationToken))
        {
            bookings.Add(booking);
        }

        if (bookings is [] && await memory.GetUserProfileAsync(userId, cancellationToken) is null)
        {
            throw UserErrorException.UnknownGuest(userId);
        }

        console.WriteHeading($"Bookings of {userId}");
        console.WriteText(Words.Count(bookings.Count, "booking"));
        if (bookings is not [])
        {
            console.Write(StayTable.Of(bookings));
        }
    }
}
