using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory.Import;

/// <summary>Compares rows with what is recorded, and says what an import would do with each.</summary>
internal sealed class BookingComparer(ILongTermMemory memory, string defaultCurrency)
{
    private const int Readers = 16;
    private const int MostRemembered = 2_000_000;

    /// <summary>Hashes of the bookings in the parts before this one.</summary>
    private readonly HashSet<UInt128> _before = [];

    public async Task CompareAsync(IReadOnlyList<ImportedBooking> rows, BookingOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        await GuestRows.ForEachGuestAsync(rows, outcomes, Readers, CompareGuestAsync, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows.Where(static row => row.Booking is not null))
        {
            if (_before.Count < MostRemembered)
            {
                _before.Add(HashOf(row.UserId!, row.Booking!.BookingId));
            }
        }
    }

    private async ValueTask CompareGuestAsync(GuestRows guest, BookingOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        var wanted = guest.Rows.Select(static row => row.Row.Booking!.BookingId).ToHashSet(StringComparer.Ordinal);
        var recorded = new Dictionary<string, Booking>(StringComparer.Ordinal);
        await foreach (var booking in memory.GetBookingHistoryAsync(guest.UserId, cancellationToken).ConfigureAwait(false))
        {
            if (wanted.Contains(booking.BookingId))
            {
                recorded[booking.BookingId] = booking;
            }
        }

        foreach (var (row, index) in guest.Rows)
        {
            outcomes[index] = Compare(guest.UserId, row, recorded);
        }
    }

    private BookingOutcome Compare(string userId, ImportedBooking row, Dictionary<string, Booking> recorded)
    {
        try
        {
            var given = BookingRules.Take(row.Booking!, out var problems);
            if (!recorded.TryGetValue(given.BookingId, out var before))
            {
                var kind = _before.Contains(HashOf(userId, given.BookingId)) ? ImportOutcomeKind.Merged : ImportOutcomeKind.Added;
                recorded[given.BookingId] = BookingRules.Complete(given, defaultCurrency);
                return Outcomes.Taken(row, kind, given, problems);
            }

            var merged = BookingMerge.Of(before, given, defaultCurrency);
            recorded[given.BookingId] = merged;
            return Outcomes.Taken(row, BookingMerge.AreSame(before, merged) ? ImportOutcomeKind.Unchanged : ImportOutcomeKind.Merged, merged, problems);
        }
        catch (ArgumentException exception)
        {
            return Outcomes.Refused(row, exception);
        }
    }

    private static UInt128 HashOf(string userId, string bookingId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{userId}\u001f{bookingId}"), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
