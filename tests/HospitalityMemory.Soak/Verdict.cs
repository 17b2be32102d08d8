using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Soak;

/// <summary>Compares what is stored with what was promised.</summary>
internal static partial class Verdict
{
    /// <summary>Whether a text has the id of a guest other than this one.</summary>
    public static bool NamesAnother(string text, string userId) => Guest().Matches(text).Any(match => match.Value != userId);

    /// <summary>Checks all guests.</summary>
    /// <returns>The broken promises.</returns>
    public static async Task<List<string>> OfAsync(IServiceProvider provider, IEnumerable<GuestLedger> ledgers)
    {
        var problems = new List<string>();
        foreach (var ledger in ledgers.Where(ledger => !ledger.IsUnknown))
        {
            problems.AddRange(await OfBookingsAsync(provider.GetRequiredService<ILongTermMemory>(), ledger));
            problems.AddRange(await OfMessagesAsync(provider.GetRequiredService<IShortTermMemory>(), ledger));
            var export = await provider.GetRequiredService<IGuestMemory>().ExportGuestAsync(ledger.UserId);
            if (NamesAnother(export, ledger.UserId))
            {
                problems.Add($"The export of {ledger.UserId} names another guest.");
            }
        }

        return problems;
    }

    private static async Task<List<string>> OfBookingsAsync(ILongTermMemory memory, GuestLedger ledger)
    {
        var problems = new List<string>();
        var stored = await memory.GetBookingHistoryAsync(ledger.UserId).ToDictionaryAsync(booking => booking.BookingId, StringComparer.Ordinal);
        foreach (var (id, rating) in ledger.Bookings)
        {
            if (!stored.Remove(id, out var booking))
            {
                problems.Add($"The booking {id} was acknowledged, and is not there.");
            }
            else if (booking.GuestRating != rating && !ledger.UncertainRatings.Contains(id))
            {
                problems.Add($"The booking {id} was rated {rating}, and has {booking.GuestRating}.");
            }
        }

        problems.AddRange(stored.Keys.Where(id => !ledger.UncertainBookings.Contains(id)).Select(id => $"The booking {id} of {ledger.UserId} was never made."));
        return problems;
    }

    private static async Task<List<string>> OfMessagesAsync(IShortTermMemory memory, GuestLedger ledger)
    {
        if (ledger.Messages.Count is 0 || ledger.IsSessionUncertain)
        {
            return [];
        }

        if (await memory.PeekSessionAsync(ledger.SessionId) is not { } session)
        {
            return [$"The session {ledger.SessionId} was acknowledged, and is not there."];
        }

        var stored = session.Messages.ToDictionary(message => message.Sequence, message => message.Content);
        return
        [
            .. ledger.Messages.Where(said => !stored.Remove(said.Key, out var content) || content != said.Value)
                .Select(said => $"The message {said.Key} of {ledger.SessionId} was acknowledged, and is not there."),
            .. stored.Where(found => !ledger.UncertainMessages.Contains(found.Value))
                .Select(found => $"The message {found.Key} of {ledger.SessionId} was never said."),
        ];
    }

    [GeneratedRegex("guest-[0-9]+-[0-9]+")]
    private static partial Regex Guest();
}
