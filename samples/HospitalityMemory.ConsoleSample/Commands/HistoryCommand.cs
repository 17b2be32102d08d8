using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Lists a guest's bookings.</summary>
internal sealed class HistoryCommand(ILongTermMemory memory, IAnsiConsole console) : ISampleCommand<GuestJsonSettings>
{
    public async Task RunAsync(GuestJsonSettings settings, CancellationToken cancellationToken)
    {
        var userId = settings.UserId;
        var bookings = await memory.GetBookingHistoryAsync(userId, cancellationToken).ToListAsync(cancellationToken);
        if (bookings is [] && await memory.GetUserProfileAsync(userId, cancellationToken) is null)
        {
            throw UserErrorException.UnknownGuest(userId);
        }

        if (settings.Json)
        {
            console.WriteJson(bookings);
            return;
        }

        console.WriteHeading($"Bookings of {userId}");
        console.WriteText(Words.Count(bookings.Count, "booking"));
        if (bookings is not [])
        {
            console.Write(StayTable.Of(bookings));
        }
    }
}
