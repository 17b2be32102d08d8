using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>Owns the rules of sessions; the store owns their atomic steps.</summary>
/// <remarks>
/// Reads and single appends pass through without a state machine where the store answers at once, as the one in memory
/// does.
/// </remarks>
internal sealed partial class ShortTermMemory : IShortTermMemory
{
    /// <summary>How often a write that lost a race is tried; the winner of each race has made progress.</summary>
    private const int MaxAttempts = 32;

    private readonly ISessionStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly MemoryMetrics _metrics;
    private readonly SessionLimits _limits;
    private readonly string _defaultCurrency;
    private readonly ISessionInitializer[] _initializers;
    private readonly EvictionNotifier _evictions;
    private readonly UsageMonitor _usage;
    private readonly IConversationSummarizer? _summarizer;
    private readonly ILogger _logger;

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
        _logger = logger ?? NullLogger<ShortTermMemory>.Instance;
        _store = store;
        _timeProvider = timeProvider;
        _metrics = metrics;

        // As everywhere in dependency injection, the last one registered is the one.
        _summarizer = summarizers.LastOrDefault();
        _limits = LimitsFrom(options.Value.ShortTerm, _summarizer);
        _defaultCurrency = options.Value.DefaultCurrency;
        _initializers = [.. initializers];
        _evictions = new EvictionNotifier([.. evictionHandlers], metrics, _logger);
        _usage = new UsageMonitor(store, timeProvider, metrics, _limits.MaxTotalBytes, _logger);
    }

    public ValueTask<Session?> GetSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        var read = _store.GetAsync(sessionId, _timeProvider.GetUtcNow(), _limits, cancellationToken);
        if (!read.IsCompletedSuccessfully)
        {
            return AwaitAsync(read);
        }

        var session = read.Result;
        _metrics.SessionRead(session is not null);
        return new(session);

        async ValueTask<Session?> AwaitAsync(ValueTask<Session?> pending)
        {
            var found = await pending.ConfigureAwait(false);
            _metrics.SessionRead(found is not null);
            return found;
        }
    }

    public ValueTask<Session?> PeekSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return _store.PeekAsync(sessionId, _timeProvider.GetUtcNow(), cancellationToken);
    }

    public ValueTask<Session> UpdateSessionAsync(
        string sessionId, Func<Session, Session> update, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(update);
        return UpdateAsync(
            sessionId,
            update,
            static (memory, session, change, now) => memory.CheckUpdate(session, change(session), now, nameof(update)),
            cancellationToken);
    }

    public ValueTask<Session> UpdateSlotsAsync(
        string sessionId, BookingSlots slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(slots);
        return MergeSlotsAsync(sessionId, slots, errors: null, cancellationToken);
    }

    public ValueTask<Session> UpdateSlotsFromJsonAsync(
        string sessionId, JsonElement slots, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        var read = SlotReader.Read(slots, nameof(slots), out var errors);
        return MergeSlotsAsync(sessionId, read, errors, cancellationToken);
    }

    public ValueTask<Session> ClearSlotsAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return UpdateAsync(
            sessionId,
            BookingSlots.Empty,
            static (_, current, empty, _) => new(current, current.Slots == empty ? current.Slots : empty),
            cancellationToken);
    }

    public ValueTask<Session> ClearSlotsAsync(
        string sessionId, IReadOnlyCollection<string> slotNames, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        ArgumentNullException.ThrowIfNull(slotNames);
        string[] names = [.. slotNames];
        if (names.Contains(null))
        {
            throw new ArgumentException("A slot's name must not be null.", nameof(slotNames));
        }

        return UpdateAsync(
            sessionId,
            names,
            static (_, current, names, _) => new(current, SlotRules.Clear(current.Slots, names)),
            cancellationToken);
    }

    public async ValueTask<bool> DeleteSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(sessionId);
        return await _store.DeleteAsync(sessionId, _timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<Session>> ListSessionsAsync(
        string userId, CancellationToken cancellationToken = default)
    {
        Identifier.ThrowIfInvalid(userId);
        return await _store.ListAsync(userId, _timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
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

    private HospitalityMemoryException Refused(string sessionId, SessionWriteResult result) => result.Status switch
    {
        SessionWriteStatus.NotFound => new SessionNotFoundException(sessionId),
        SessionWriteStatus.AlreadyExists => new SessionAlreadyExistsException(sessionId),
        SessionWriteStatus.TooLarge => new SessionTooLargeException(sessionId, result.SizeBytes, _limits.MaxSessionBytes),
        SessionWriteStatus.Full => new MemoryUnavailableException(FormattableString.Invariant(
            $"Short-term memory is full: its sessions may hold {_limits.MaxTotalBytes} bytes (ShortTerm.MaxSizeMegabytes or STM_MAX_SIZE_MB). Nothing was changed.")),
        _ => throw new InvalidOperationException(
            FormattableString.Invariant($"The store '{_store.Name}' answered {result.Status}, which this step has no use for.")),
    };
}
