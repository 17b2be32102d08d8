namespace HospitalityMemory.Testing;

/// <summary>A memory whose calls are written down before they are made.</summary>
internal sealed class RecordingGuestMemory(IGuestMemory inner, CallLog log) : IGuestMemory
{
    public ValueTask<GuestSession> BeginSessionAsync(string sessionId, string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IGuestMemory), nameof(BeginSessionAsync),
            (nameof(sessionId), sessionId), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.BeginSessionAsync(sessionId, userId, cancellationToken);
    }

    public ValueTask<CompletedBooking> CompleteBookingAsync(
        string sessionId, string userId, Booking booking, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IGuestMemory), nameof(CompleteBookingAsync),
            (nameof(sessionId), sessionId), (nameof(userId), userId), (nameof(booking), booking), (nameof(cancellationToken), cancellationToken));
        return inner.CompleteBookingAsync(sessionId, userId, booking, cancellationToken);
    }

    public ValueTask<string> ExportGuestAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IGuestMemory), nameof(ExportGuestAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.ExportGuestAsync(userId, cancellationToken);
    }

    public ValueTask<ErasureReceipt> EraseGuestAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IGuestMemory), nameof(EraseGuestAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.EraseGuestAsync(userId, cancellationToken);
    }
}
