using System.Text.Json;

namespace HospitalityMemory.Testing;

/// <summary>A memory whose calls are written down before they are made.</summary>
internal sealed class RecordingShortTermMemory(IShortTermMemory inner, CallLog log) : IShortTermMemory
{
    public ValueTask<Session> CreateSessionAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(CreateSessionAsync),
            (nameof(sessionId), sessionId), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.CreateSessionAsync(sessionId, userId, cancellationToken);
    }

    public ValueTask<Session> CreateSessionAsync(NewSession session, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(CreateSessionAsync), (nameof(session), session), (nameof(cancellationToken), cancellationToken));
        return inner.CreateSessionAsync(session, cancellationToken);
    }

    public ValueTask<Session> GetOrCreateSessionAsync(NewSession session, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(GetOrCreateSessionAsync),
            (nameof(session), session), (nameof(cancellationToken), cancellationToken));
        return inner.GetOrCreateSessionAsync(session, cancellationToken);
    }

    public ValueTask<Session> GetOrCreateSessionAsync(string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(GetOrCreateSessionAsync),
            (nameof(sessionId), sessionId), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.GetOrCreateSessionAsync(sessionId, userId, cancellationToken);
    }

    public ValueTask<Session?> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(GetSessionAsync), (nameof(sessionId), sessionId), (nameof(cancellationToken), cancellationToken));
        return inner.GetSessionAsync(sessionId, cancellationToken);
    }

    public ValueTask<Session?> PeekSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(PeekSessionAsync), (nameof(sessionId), sessionId), (nameof(cancellationToken), cancellationToken));
        return inner.PeekSessionAsync(sessionId, cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSessionAsync(
        string sessionId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(UpdateSessionAsync),
            (nameof(sessionId), sessionId), (nameof(update), update), (nameof(cancellationToken), cancellationToken));
        return inner.UpdateSessionAsync(sessionId, update, cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSessionAsync(
        SessionInfo session, string userId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(UpdateSessionAsync),
            (nameof(session), session), (nameof(userId), userId), (nameof(update), update), (nameof(cancellationToken), cancellationToken));
        return inner.UpdateSessionAsync(session, userId, update, cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSlotsAsync(string sessionId, BookingSlots slots, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(UpdateSlotsAsync),
            (nameof(sessionId), sessionId), (nameof(slots), slots), (nameof(cancellationToken), cancellationToken));
        return inner.UpdateSlotsAsync(sessionId, slots, cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSlotsFromJsonAsync(string sessionId, JsonElement slots, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(UpdateSlotsFromJsonAsync),
            (nameof(sessionId), sessionId), (nameof(slots), CallLog.Copy(slots)), (nameof(cancellationToken), cancellationToken));
        return inner.UpdateSlotsFromJsonAsync(sessionId, slots, cancellationToken);
    }

    public ValueTask<SlotUpdate> TryUpdateSlotsFromJsonAsync(string sessionId, JsonElement slots, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(TryUpdateSlotsFromJsonAsync),
            (nameof(sessionId), sessionId), (nameof(slots), CallLog.Copy(slots)), (nameof(cancellationToken), cancellationToken));
        return inner.TryUpdateSlotsFromJsonAsync(sessionId, slots, cancellationToken);
    }

    public ValueTask<SessionInfo> ClearSlotsAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(ClearSlotsAsync), (nameof(sessionId), sessionId), (nameof(cancellationToken), cancellationToken));
        return inner.ClearSlotsAsync(sessionId, cancellationToken);
    }

    public ValueTask<SessionInfo> ClearSlotsAsync(
        string sessionId, IReadOnlyCollection<string> slotNames, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(ClearSlotsAsync),
            (nameof(sessionId), sessionId), (nameof(slotNames), CallLog.Copy(slotNames)), (nameof(cancellationToken), cancellationToken));
        return inner.ClearSlotsAsync(sessionId, slotNames, cancellationToken);
    }

    public ValueTask<SessionMessage> AddMessageAsync(
        string sessionId, MessageRole role, string content, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(AddMessageAsync),
            (nameof(sessionId), sessionId), (nameof(role), role), (nameof(content), content), (nameof(cancellationToken), cancellationToken));
        return inner.AddMessageAsync(sessionId, role, content, cancellationToken);
    }

    public ValueTask<SessionMessage> AddMessageAsync(string sessionId, SessionMessage message, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(AddMessageAsync),
            (nameof(sessionId), sessionId), (nameof(message), message), (nameof(cancellationToken), cancellationToken));
        return inner.AddMessageAsync(sessionId, message, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> AddMessagesAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(AddMessagesAsync),
            (nameof(sessionId), sessionId), (nameof(messages), CallLog.Copy(messages)), (nameof(cancellationToken), cancellationToken));
        return inner.AddMessagesAsync(sessionId, messages, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> GetMessagesAsync(
        string sessionId, long after, int max, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(GetMessagesAsync),
            (nameof(sessionId), sessionId), (nameof(after), after), (nameof(max), max), (nameof(cancellationToken), cancellationToken));
        return inner.GetMessagesAsync(sessionId, after, max, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> GetLatestMessagesAsync(string sessionId, int max, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(GetLatestMessagesAsync),
            (nameof(sessionId), sessionId), (nameof(max), max), (nameof(cancellationToken), cancellationToken));
        return inner.GetLatestMessagesAsync(sessionId, max, cancellationToken);
    }

    public ValueTask<SessionMessage?> ReplaceMessageAsync(
        string sessionId, long sequence, Func<SessionMessage, SessionMessage?> replace, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(ReplaceMessageAsync),
            (nameof(sessionId), sessionId), (nameof(sequence), sequence), (nameof(replace), replace), (nameof(cancellationToken), cancellationToken));
        return inner.ReplaceMessageAsync(sessionId, sequence, replace, cancellationToken);
    }

    public ValueTask ClearMessagesAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(ClearMessagesAsync), (nameof(sessionId), sessionId), (nameof(cancellationToken), cancellationToken));
        return inner.ClearMessagesAsync(sessionId, cancellationToken);
    }

    public ValueTask<bool> DeleteSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(DeleteSessionAsync), (nameof(sessionId), sessionId), (nameof(cancellationToken), cancellationToken));
        return inner.DeleteSessionAsync(sessionId, cancellationToken);
    }

    public ValueTask<SessionErasure> DeleteUserSessionsAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(DeleteUserSessionsAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.DeleteUserSessionsAsync(userId, cancellationToken);
    }

    public IAsyncEnumerable<SessionInfo> ListUserSessionsAsync(string userId, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(ListUserSessionsAsync), (nameof(userId), userId), (nameof(cancellationToken), cancellationToken));
        return inner.ListUserSessionsAsync(userId, cancellationToken);
    }

    public ValueTask<SessionPage> ListUserSessionsAsync(string userId, string? after, int max, CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(ListUserSessionsAsync),
            (nameof(userId), userId), (nameof(after), after), (nameof(max), max), (nameof(cancellationToken), cancellationToken));
        return inner.ListUserSessionsAsync(userId, after, max, cancellationToken);
    }

    public ValueTask<MemoryUsage> GetMemoryUsageAsync(CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(GetMemoryUsageAsync), (nameof(cancellationToken), cancellationToken));
        return inner.GetMemoryUsageAsync(cancellationToken);
    }

    public ValueTask<int> CleanupExpiredAsync(CancellationToken cancellationToken = default)
    {
        log.Add(nameof(IShortTermMemory), nameof(CleanupExpiredAsync), (nameof(cancellationToken), cancellationToken));
        return inner.CleanupExpiredAsync(cancellationToken);
    }
}
