using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// The face of short-term memory: checks what a caller gives and hands it to those who own the rules of sessions; the
/// store owns their atomic steps.
/// </summary>
internal sealed class ShortTermMemory : IShortTermMemory, IAsyncDisposable
{
    private readonly ISessionStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly SessionLimits _limits;
    private readonly string _defaultCurrency;
    private readonly UsageMonitor _usage;
    private readonly SessionUpdater _updater;
    private readonly SessionOpener _opener;
    private readonly Conversation _conversation;
    private readonly MessageEditor _editor;
    private readonly SessionEnds _ends;
    private readonly SummaryKeeper? _summaries;

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
        // A container without logging is complete all the same.
        logger ??= NullLogger<ShortTermMemory>.Instance;

        // As everywhere in dependency injection, the last one registered is the one.
        var summarizer = summarizers.LastOrDefault();
        _store = store;
        _timeProvider = timeProvider;
        var settings = options.Value.ShortTerm;
        _limits = LimitsFrom(settings, summarizer);
        _defaultCurrency = options.Value.DefaultCurrency;
        _usage = new(store, timeProvider, metrics, _limits.MaxTotalBytes, logger);
        _ends = new([.. endHandlers], metrics, logger);
        var followUp = new WriteFollowUp(store, _limits, _ends, _usage);
        Reader = new(store, timeProvider, metrics, _limits);
        Copier = new(store, timeProvider, _limits, Reader, followUp);
        _updater = new(store, timeProvider, metrics, _limits, followUp);
        _opener = new(
            store, timeProvider, metrics, _limits, new([.. initializers], _defaultCurrency), Reader, _updater, followUp);
        _summaries = summarizer is null
            ? null
            : new(new(summarizer, store, timeProvider, _limits, settings.SummaryTimeout), settings.SummarizeAfter, metrics, logger);
        var judge = new MessageJudge(settings.MaxMessageTokens is null ? null : tokenCounter);
        _conversation = new(store, timeProvider, _limits, judge, followUp, _summaries);
        _editor = new(store, timeProvider, metrics, _limits, judge, followUp);
    }

    internal SessionReader Reader { get; }

    internal SessionCopier Copier { get; }

    /// <summary>Waits until no summary is being made.</summary>
    internal Task WhenSummarizedAsync() => _summaries?.WhenIdleAsync() ?? Task.CompletedTask;

    public ValueTask<Session> CreateSessionAsync(
        string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(sessionId, userId);
        return _opener.CreateAsync(new() { SessionId = sessionId, UserId = userId }, cancellationToken);
    }

    public ValueTask<Session> CreateSessionAsync(NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        NewSessionRules.ThrowIfInvalid(session, nameof(session));
        return _opener.CreateAsync(session, cancellationToken);
    }

    public ValueTask<Session> GetOrCreateSessionAsync(
        string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(sessionId, userId);
        return _opener.GetOrCreateAsync(new() { SessionId = sessionId, UserId = userId }, cancellationToken);
    }

    public ValueTask<Session> GetOrCreateSessionAsync(NewSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        NewSessionRules.ThrowIfInvalid(session, nameof(session));
        return _opener.GetOrCreateAsync(session, cancellationToken);
    }

    public ValueTask<Session?> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return Reader.GetAsync(sessionId, cancellationToken);
    }

    public ValueTask<Session?> PeekSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return Reader.PeekAsync(sessionId, cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSessionAsync(
        string sessionId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(update);
        return _updater.UpdateAsync(sessionId, new HostChange(update, _defaultCurrency), cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSessionAsync(
        SessionInfo session, string userId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        Identifier.ThrowIfInvalid(userId);
        ArgumentNullException.ThrowIfNull(update);
        return _updater.UpdateAsync(
            session.SessionId, new GuestsChange(session.CreationTicks, userId, new HostChange(update, _defaultCurrency)), cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSlotsAsync(
        string sessionId, BookingSlots slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(slots);
        return _updater.UpdateAsync(sessionId, new SlotMerge(slots, errors: null, _defaultCurrency), cancellationToken);
    }

    public ValueTask<SessionInfo> UpdateSlotsFromJsonAsync(
        string sessionId, JsonElement slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        var read = SlotReader.Read(slots, nameof(slots), out var errors);
        return _updater.UpdateAsync(sessionId, new SlotMerge(read, errors, _defaultCurrency), cancellationToken);
    }

    public ValueTask<SessionInfo> ClearSlotsAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _updater.UpdateAsync(sessionId, new SlotReset(), cancellationToken);
    }

    public ValueTask<SessionInfo> ClearSlotsAsync(
        string sessionId, IReadOnlyCollection<string> slotNames, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(slotNames);
        string[] names = [.. slotNames];
        return names.Contains(null)
            ? throw new ArgumentException("A slot's name must not be null.", nameof(slotNames))
            : _updater.UpdateAsync(sessionId, new SlotRemoval(names), cancellationToken);
    }

    public ValueTask<SessionMessage> AddMessageAsync(
        string sessionId, MessageRole role, string content, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _conversation.AddAsync(sessionId, role, content, cancellationToken);
    }

    public ValueTask<SessionMessage> AddMessageAsync(
        string sessionId, SessionMessage message, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(message);
        return _conversation.AddAsync(sessionId, message, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> AddMessagesAsync(
        string sessionId, IReadOnlyList<SessionMessage> messages, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(messages);
        return _conversation.AddAsync(sessionId, messages, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> GetMessagesAsync(
        string sessionId, long after, int max, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _editor.ReadAsync(sessionId, new(max, after), cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionMessage>> GetLatestMessagesAsync(
        string sessionId, int max, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _editor.ReadAsync(sessionId, new(max, After: null), cancellationToken);
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
        return _editor.ReplaceAsync(sessionId, sequence, replace, cancellationToken);
    }

    public ValueTask ClearMessagesAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _editor.ClearAsync(sessionId, cancellationToken);
    }

    public async ValueTask<bool> DeleteSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        var isDeleted = await _store.DeleteAsync(sessionId, _timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (isDeleted)
        {
            await _ends.TellAsync(new SessionEnd(sessionId, SessionEndReason.Deleted), cancellationToken).ConfigureAwait(false);
        }

        return isDeleted;
    }

    public IAsyncEnumerable<SessionInfo> ListSessionsAsync(string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        return Reader.ListAsync(userId, cancellationToken);
    }

    public ValueTask<SessionPage> ListSessionsAsync(
        string userId, string? after, int max, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return Reader.ListAsync(new SessionQuery(userId, after, max), cancellationToken);
    }

    public async ValueTask<MemoryUsage> GetMemoryUsageAsync(CancellationToken cancellationToken = default)
    {
        var usage = await _usage.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new MemoryUsage
        {
            SessionsCount = usage.LiveSessions,
            SizeBytes = usage.SizeBytes,
            MaxSizeBytes = _limits.MaxTotalBytes,
            ExpiredCount = usage.Expired,
            EvictedCount = usage.Evicted,
        };
    }

    public async ValueTask<int> CleanupExpiredAsync(CancellationToken cancellationToken = default)
    {
        // In parts, so that other calls have their turn in between.
        const int AtOnce = 1_000;
        var total = 0;
        while (await _store.RemoveExpiredAsync(AtOnce, _timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false) is { Count: > 0 } removed)
        {
            total += removed.Count;
            await _ends.TellAsync(
                [.. removed.Select(id => new SessionEnd(id, SessionEndReason.Expired))], cancellationToken).ConfigureAwait(false);
        }

        await _usage.ReadAsync(cancellationToken).ConfigureAwait(false);
        return total;
    }

    public ValueTask DisposeAsync() => _summaries?.DisposeAsync() ?? default;

    private static SessionLimits LimitsFrom(ShortTermMemoryOptions options, IConversationSummarizer? summarizer) => new()
    {
        Lifetime = options.SessionLifetime,
        MaximumLifetime = options.MaximumSessionLifetime,
        MaxMessages = options.MaxMessages,
        MaxSessionBytes = options.MaxSessionKilobytes * 1024L,
        MaxTotalBytes = options.MaxSizeMegabytes * 1024L * 1024L,
        WhenFull = options.WhenFull,
        MaxWeight = options.MaxMessageTokens,
        KeepsTrimmed = summarizer is not null,
    };

    private static void ThrowIfInvalid(string sessionId, string? userId)
    {
        Identifier.ThrowIfInvalid(sessionId);
        if (userId is not null)
        {
            Identifier.ThrowIfInvalid(userId);
        }
    }
}
