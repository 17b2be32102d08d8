// Writes bookings and messages without end until it is killed. Each is named on a line of its own after it was acknowledged.
// Usage: <database> <run>

using HospitalityMemory;
using Microsoft.Extensions.DependencyInjection;

const int Guests = 4;
var (database, run) = (args[0], args[1]);
var services = new ServiceCollection();
services.AddHospitalityMemory().UseSqliteProfiles($"Data Source={database}").UseSqliteSessions($"Data Source={database}");
await using var provider = services.BuildServiceProvider();
var longTerm = provider.GetRequiredService<ILongTermMemory>();
var shortTerm = provider.GetRequiredService<IShortTermMemory>();
var output = Console.OpenStandardOutput();
var gate = new Lock();

await Task.WhenAll(Enumerable.Range(0, Guests).Select(BookAsync).Append(TalkAsync()));

async Task BookAsync(int guest)
{
    for (var number = 0; ; number++)
    {
        var bookingId = $"{run}-{number}";
        await longTerm.AddBookingToHistoryAsync($"guest-{guest}", new Booking
        {
            BookingId = bookingId,
            City = "Miami",
            CheckIn = new DateOnly(2026, 1, 1).AddDays(number % 365),
            CheckOut = new DateOnly(2026, 1, 3).AddDays(number % 365),
            PricePerNight = 100 + number,
            Currency = "USD",
        });
        Acknowledge($"booking guest-{guest} {bookingId}");
    }
}

async Task TalkAsync()
{
    await shortTerm.CreateSessionAsync($"session-{run}", "guest-0");
    for (var number = 1; ; number++)
    {
        await shortTerm.AddMessageAsync($"session-{run}", new SessionMessage { Role = MessageRole.User, Content = $"{number}" });
        Acknowledge($"message session-{run} {number}");
    }
}

void Acknowledge(string line)
{
    // This bypasses the process's own buffers: a killed process must have said what it acknowledged.
    lock (gate)
    {
        output.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
    }
}
