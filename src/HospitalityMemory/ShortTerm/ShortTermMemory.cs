using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// The facade of short-term memory. It checks what a caller passes, and calls the classes that have the rules of sessions, within
/// the time that a call may take. The store carries out the atomic steps.
/// </summary>
internal sealed class ShortTermMemory : IShortTermMemory, IAsyncDisposable, IDisposable
{
    private readonly ShortTermParts _parts;
    private readonly CallLimit _limit;
    private readonly bool _answersAtOnce;
    private readonly SessionReader _reader;
    private readonly Conversation _conversation;
    private readonly string _defaultCurrency;

    public ShortTermMemory(
        ISessionStore store,
        IOptions<HospitalityMemoryOptions> options,
        TimeProvider timeProvider,
        MemoryMetrics metrics,
        IEnumerable<ISessionInitializer> initializers,
        IEnumerable<ISessionEndHandler> endHandlers,
        IEnumerable<IConversationSummarizer> summarizers,
        IMessageTokenCounter tokenCounter,
        ILogger<ShortTermMemory>? logger = null)
    {
        // A container need not have logging. Of several summarizers the last one registered is used, as is usual in dependency
        // injection.
        _parts = new(
            store,
            options.Value,
            timeProvider,
            metrics,
            [.. initializers],
            [.. endHandlers],
            summarizers.LastOrDefault(),
            tokenCounter,
            logger ?? NullLogger<ShortTermMemory>.Instance);
        (_limit, _answersAtOnce) = (_parts.Limit, _parts.Limit.AnswersAtOnce);
        (_reader, _conversation, _defaultCurrency) = (_parts.Reader, _parts.Conversation, options.Value.DefaultCurrency);
    }

    internal SessionReader Reader => _reader;

    internal SessionCopier Copier => _parts.Copier;

    internal SessionMover Mover => _parts.Mover;

    internal SessionAdopter Adopter => _parts.Adopter;

    /// <summary>Waits until no summary is being made.</summary>
    internal Task WhenSummarizedAsync() => _parts.Summaries?.WhenIdleAsync() ?? Task.CompletedTask;

    public ValueTask<Session> CreateSessionAsync(
        string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(sessionId, userId);
        return CreateAsync(new() { SessionId = sessionId, UserId = userId }, cancellationToken);
    }

    public ValueTask<Session> CreateSessionAsync(NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        NewSessionRules.ThrowIfInvalid(session, nameof(session));
        return CreateAsync(session, cancellationToken);
    }

    public ValueTask<Session> GetOrCreateSessionAsync(
        string sessionId, string? userId, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(sessionId, userId);
        return GetOrCreateAsync(new() { SessionId = sessionId, UserId = userId }, cancellationToken);
    }

    public ValueTask<Session> GetOrCreateSessionAsync(NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        NewSessionRules.ThrowIfInvalid(session, nameof(session));
        return GetOrCreateAsync(session, cancellationToken);
    }

    public ValueTask<Session?> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _answersAtOnce
            ? _limit.Watch(_reader.GetAsync(sessionId, cancellationToken), cancellationToken)
            : GetLimitedAsync(sessionId, cancellationToken);
    }

    public ValueTask<Session?> PeekSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _limit.RunAsync((_parts.Reader, sessionId), static (call, token) => call.Reader.PeekAsync(call.sessionId, token), cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSessionAsync(
        string sessionId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(update);
        return UpdateAsync(sessionId, new HostChange(update, _defaultCurrency), cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSessionAsync(
        SessionInfo session, string userId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        Identifier.ThrowIfInvalid(userId);
        ArgumentNullException.ThrowIfNull(update);
        return UpdateAsync(
            session.SessionId, new GuestsChange(session.CreationTicks, userId, new HostChange(update, _defaultCurrency)), cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSlotsAsync(
        string sessionId, BookingSlots slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(slots);
        return UpdateAsync(sessionId, new SlotMerge(slots, _defaultCurrency), cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSlotsFromJsonAsync(
        string sessionId, JsonElement slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return UpdateAsync(sessionId, new GivenSlotMerge(GivenSlots.Of(slots, _parts.Synonyms, nameof(slots)), _defaultCurrency), cancellationToken);
    }

    public ValueTask<SlotUpdate> TryUpdateSlotsFromJsonAsync(
        string sessionId, JsonElement slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        var change = new SlotTry(GivenSlots.Of(slots, _parts.Synonyms, nameof(slots)), _defaultCurrency);
        return change.ToUpdateAsync(UpdateAsync(sessionId, change, cancellationToken));
    }

    public ValueTask<SessionInfo> ClearSlotsAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return UpdateAsync(sessionId, new SlotReset(), cancellationToken);
    }

    public ValueTask<SessionInfo> ClearSlotsAsync(
        string sessionId, IReadOnlyCollection<string> slotNames, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(slotNames);
        string[] names = [.. slotNames];
        return names.Contains(null)
            ? throw new ArgumentException("A slot's name must not be null.", nameof(slotNames))
            : UpdateAsync(sessionId, new SlotRemoval(names), cancellationToken);
    }

    public ValueTask<SessionMessage> AddMessageAsync(
        string sessionId, MessageRole role, string content, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _answersAtOnce
            ? _limit.Watch(_conversation.AddAsync(sessionId, role, content, cancellationToken), cancellationToken)
            : AddLimitedAsync(sessionId, role, content, cancellationToken);
    }

    public ValueTask<SessionMessage> AddMessageAsync(
        string sessionId, SessionMessage message, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(message);
        return _limit.RunAsync(
            (_parts.Conversation, sessionId, message),
            static (call, token) => call.Conversation.AddAsync(call.sessionId, call.message, token),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> AddMessagesAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(messages);
        return _limit.RunAsync(
            (_parts.Conversation, sessionId, messages),
            static (call, token) => call.Conversation.AddAsync(call.sessionId, call.messages, token),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> GetMessagesAsync(
        string sessionId, long after, int max, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return ReadMessagesAsync(sessionId, new(max, after), cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> GetLatestMessagesAsync(
        string sessionId, int max, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return ReadMessagesAsync(sessionId, new(max, After: null), cancellationToken);
    }

    public ValueTask<SessionMessage?> ReplaceMessageAsync(
        string sessionId,
        long sequence,
        Func<SessionMessage, SessionMessage?> replace,
        CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentNullException.ThrowIfNull(replace);
        return _limit.RunAsync(
            (_parts.Editor, sessionId, sequence, replace),
            static (call, token) => call.Editor.ReplaceAsync(call.sessionId, call.sequence, call.replace, token),
            cancellationToken);
    }

    public ValueTask ClearMessagesAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _limit.RunAsync(
            (_parts.Editor, sessionId), static (call, token) => call.Editor.ClearAsync(call.sessionId, token), cancellationToken);
    }

    public ValueTask<bool> DeleteSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _limit.RunAsync((_parts, sessionId), static (call, token) => call._parts.DeleteAsync(call.sessionId, token), cancellationToken);
    }

    public ValueTask<SessionErasure> DeleteUserSessionsAsync(string userId, CancellationToken cancellationToken = default) =>
        _parts.EraseAsync(userId, cancellationToken);

    public IAsyncEnumerable<SessionInfo> ListUserSessionsAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        return _parts.Reader.ListAsync(userId, cancellationToken);
    }

    public ValueTask<SessionPage> ListUserSessionsAsync(
        string userId, string? after, int max, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        return _parts.Reader.ListAfterAsync(userId, after, max, cancellationToken);
    }

    public ValueTask<MemoryUsage> GetMemoryUsageAsync(CancellationToken cancellationToken = default) => _parts.ReadUsageAsync(cancellationToken);

    public async ValueTask<int> CleanupExpiredAsync(CancellationToken cancellationToken = default)
    {
        // Removed in parts, which gives other calls their turn in between.
        const int AtOnce = 1_000;
        var total = 0;
        while (await _parts.Store.RemoveExpiredAsync(AtOnce, _parts.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false) is { Count: > 0 } removed)
        {
            total += removed.Count;
            await _parts.Ends.TellAsync(
                [.. removed.Select(id => new SessionEnd(id, SessionEndReason.Expired))], cancellationToken).ConfigureAwait(false);
        }

        _parts.Ends.TellEvictions();
        await _parts.Usage.ReadAsync(cancellationToken).ConfigureAwait(false);
        return total;
    }

    public ValueTask DisposeAsync() => _parts.Summaries?.DisposeAsync() ?? default;

    public void Dispose() => _parts.Summaries?.Stop();

    private ValueTask<SessionMessage> AddLimitedAsync(
        string sessionId, MessageRole role, string content, CancellationToken cancellationToken) => _limit.RunAsync(
        (_parts.Conversation, sessionId, role, content),
        static (call, token) => call.Conversation.AddAsync(call.sessionId, call.role, call.content, token),
        cancellationToken);

    private ValueTask<Session?> GetLimitedAsync(string sessionId, CancellationToken cancellationToken) => _limit.RunAsync(
        (_parts.Reader, sessionId), static (call, token) => call.Reader.GetAsync(call.sessionId, token), cancellationToken);

    private ValueTask<Session> CreateAsync(NewSession session, CancellationToken cancellationToken) =>
        _limit.RunAsync((_parts.Opener, session), static (call, token) => call.Opener.CreateAsync(call.session, token), cancellationToken);

    private ValueTask<Session> GetOrCreateAsync(NewSession session, CancellationToken cancellationToken) =>
        _limit.RunAsync((_parts.Opener, session), static (call, token) => call.Opener.GetOrCreateAsync(call.session, token), cancellationToken);

    private ValueTask<SessionInfo> UpdateAsync<TChange>(string sessionId, TChange change, CancellationToken cancellationToken)
        where TChange : struct, ISessionChange =>
        _answersAtOnce
            ? _limit.Watch(_parts.Updater.UpdateAsync(sessionId, change, cancellationToken), cancellationToken)
            : _limit.RunAsync(
                (_parts.Updater, sessionId, change),
                static (call, token) => call.Updater.UpdateAsync(call.sessionId, call.change, token),
                cancellationToken);

    private ValueTask<IReadOnlyList<SessionMessage>> ReadMessagesAsync(
        string sessionId, MessageRange range, CancellationToken cancellationToken) =>
        _limit.RunAsync(
            (_parts.Editor, sessionId, range), static (call, token) => call.Editor.ReadAsync(call.sessionId, call.range, token), cancellationToken);

    private static void ThrowIfInvalid(string sessionId, string? userId)
    {
        Identifier.ThrowIfInvalid(sessionId);
        if (userId is not null)
        {
            Identifier.ThrowIfInvalid(userId);
        }
    }
}
