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
internal sealed class ShortTermMemory : IShortTermMemory
{
    private readonly ISessionStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly SessionLimits _limits;
    private readonly string _defaultCurrency;
    private readonly UsageMonitor _usage;
    private readonly SessionReader _reader;
    private readonly SessionUpdater _updater;
    private readonly SessionOpener _opener;
    private readonly Conversation _conversation;

    public ShortTermMemory(
        ISessionStore store,
        IOptions<HospitalityMemoryOptions> options,
        TimeProvider timeProvider,
        MemoryMetrics metrics,
        IEnumerable<ISessionInitializer> initializers,
        IEnumerable<ISessionEvictionHandler> evictionHandlers,
        IEnumerable<IConversationSummarizer> summarizers,
        ILogger<ShortTermMemory>? logger = null)
    {
        // A container without logging is complete all the same.
        logger ??= NullLogger<ShortTermMemory>.Instance;

        // As everywhere in dependency injection, the last one registered is the one.
        var summarizer = summarizers.LastOrDefault();
        _store = store;
        _timeProvider = timeProvider;
        _limits = LimitsFrom(options.Value.ShortTerm, summarizer);
        _defaultCurrency = options.Value.DefaultCurrency;
        _usage = new(store, timeProvider, metrics, _limits.MaxTotalBytes, logger);
        var followUp = new WriteFollowUp(store, _limits, new([.. evictionHandlers], metrics, logger), _usage);
        _reader = new(store, timeProvider, metrics, _limits);
        _updater = new(store, timeProvider, metrics, _limits, followUp);
        _opener = new(
            store, timeProvider, metrics, _limits, new([.. initializers], _defaultCurrency), _reader, _updater, followUp);
        _conversation = new(
            store,
            timeProvider,
            _limits,
            followUp,
            summarizer is null ? null : new SummaryKeeper(summarizer, store, timeProvider, _updater, logger));
    }

    public ValueTask<Session> CreateSessionAsync(
        string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(sessionId, userId);
        return _opener.CreateAsync(sessionId, userId, cancellationToken);
    }

    public ValueTask<Session> GetOrCreateSessionAsync(
        string sessionId, string? userId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalid(sessionId, userId);
        return _opener.GetOrCreateAsync(sessionId, userId, cancellationToken);
    }

    public ValueTask<Session?> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _reader.GetAsync(sessionId, cancellationToken);
    }

    public ValueTask<Session?> PeekSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _reader.PeekAsync(sessionId, cancellationToken);
    }

    public ValueTask<Session> UpdateSessionAsync(
        string sessionId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(update);
        return _updater.UpdateAsync(sessionId, new HostChange(update, _defaultCurrency), cancellationToken);
    }

    public ValueTask<Session> UpdateSessionAsync(
        Session session, string userId, Func<SessionState, SessionState> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        Identifier.ThrowIfInvalid(userId);
        ArgumentNullException.ThrowIfNull(update);
        return _updater.UpdateAsync(
            session.SessionId, new GuestsChange(session.CreationTicks, userId, new HostChange(update, _defaultCurrency)), cancellationToken);
    }

    public ValueTask<Session> UpdateSlotsAsync(
        string sessionId, BookingSlots slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(slots);
        return _updater.UpdateAsync(sessionId, new SlotMerge(slots, errors: null, _defaultCurrency), cancellationToken);
    }

    public ValueTask<Session> UpdateSlotsFromJsonAsync(
        string sessionId, JsonElement slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        var read = SlotReader.Read(slots, nameof(slots), out var errors);
        return _updater.UpdateAsync(sessionId, new SlotMerge(read, errors, _defaultCurrency), cancellationToken);
    }

    public ValueTask<Session> ClearSlotsAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _updater.UpdateAsync(sessionId, new SlotReset(), cancellationToken);
    }

    public ValueTask<Session> ClearSlotsAsync(
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

    public ValueTask<bool> DeleteSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _store.DeleteAsync(sessionId, _timeProvider.GetUtcNow(), cancellationToken);
    }

    public ValueTask<IReadOnlyList<Session>> ListSessionsAsync(
        string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        return _reader.ListAsync(userId, cancellationToken);
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
        var removed = await _store.RemoveExpiredAsync(_timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await _usage.ReadAsync(cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private static SessionLimits LimitsFrom(ShortTermMemoryOptions options, IConversationSummarizer? summarizer) => new()
    {
        Lifetime = options.SessionLifetime,
        MaximumLifetime = options.MaximumSessionLifetime,
        MaxMessages = options.MaxMessages,
        MaxSessionBytes = options.MaxSessionKilobytes * 1024L,
        MaxTotalBytes = options.MaxSizeMegabytes * 1024L * 1024L,
        WhenFull = options.WhenFull,
        WantsDroppedMessages = summarizer is not null,
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
