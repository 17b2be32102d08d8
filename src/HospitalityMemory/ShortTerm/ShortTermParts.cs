using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>The parts of short-term memory, put together once.</summary>
internal sealed class ShortTermParts
{
    public ShortTermParts(
        ISessionStore store,
        HospitalityMemoryOptions options,
        TimeProvider clock,
        MemoryMetrics metrics,
        IReadOnlyList<ISessionInitializer> initializers,
        IReadOnlyList<ISessionEndHandler> endHandlers,
        IConversationSummarizer? summarizer,
        IMessageTokenCounter tokenCounter,
        ILogger logger)
    {
        var settings = options.ShortTerm;
        (Store, Clock) = (store, clock);
        Synonyms = SlotSynonyms.With(settings.SlotSynonyms);
        Limits = LimitsFrom(settings, keepsTrimmed: summarizer is not null);
        Limit = CallLimit.Of(store, settings, clock);
        Usage = new(store, clock, metrics, Limits.MaxTotalBytes, logger);
        Ends = new(endHandlers, metrics, new(settings.SweepInterval, clock, logger), logger);
        var (queue, retry) = (new ChangeQueue(), new WriteRetry(Limit));
        var followUp = new WriteFollowUp(store, Limits, Ends, Usage);
        var judge = new MessageJudge(settings.MaxMessageTokens is null ? null : tokenCounter);
        Reader = new(store, clock, metrics, Limits, Limit);
        Copier = new(store, clock, Limits, Reader, followUp);
        Updater = new(store, clock, metrics, Limits, queue, retry, followUp);
        Opener = new(store, clock, metrics, Limits, new(initializers, options.DefaultCurrency), Reader, Updater, retry, followUp);
        Summaries = summarizer is null
            ? null
            : new(new(summarizer, store, clock, Limits, queue, Limit, settings.SummaryTimeout), settings.SummarizeAfter, clock, metrics, logger);
        Conversation = new(store, clock, Limits, judge, followUp, Summaries);
        Mover = new(store, clock, Limits, Reader, queue, new(Limit.With(Timeout.InfiniteTimeSpan)), followUp);
        Adopter = new(store, clock, Limits, Conversation, followUp);
        Editor = new(store, clock, metrics, Limits, judge, queue, retry, followUp);
    }

    public ISessionStore Store { get; }

    public TimeProvider Clock { get; }

    /// <summary>The names that stand for slots besides the slots' own names.</summary>
    public SlotSynonyms Synonyms { get; }

    public SessionLimits Limits { get; }

    public CallLimit Limit { get; }

    public UsageMonitor Usage { get; }

    public SessionEnds Ends { get; }

    public SessionReader Reader { get; }

    public SessionCopier Copier { get; }

    public SessionAdopter Adopter { get; }

    public SessionMover Mover { get; }

    public SessionUpdater Updater { get; }

    public SessionOpener Opener { get; }

    public Conversation Conversation { get; }

    public MessageEditor Editor { get; }

    /// <summary>Has trimmed messages summed up; null where there is no summarizer.</summary>
    public SummaryKeeper? Summaries { get; }

    /// <summary>Deletes a session. False where there was none.</summary>
    public async ValueTask<bool> DeleteAsync(string sessionId, CancellationToken cancellationToken)
    {
        var isDeleted = await Store.DeleteAsync(sessionId, Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (isDeleted)
        {
            await Ends.TellAsync(new SessionEnd(sessionId, SessionEndReason.Deleted), cancellationToken).ConfigureAwait(false);
        }

        return isDeleted;
    }

    /// <summary>Deletes all sessions of a guest, and reports which have ended.</summary>
    public async ValueTask<SessionErasure> EraseAsync(string userId, CancellationToken cancellationToken)
    {
        Identifier.ThrowIfInvalid(userId);
        var erased = await Store.EraseAsync(userId, Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await Ends.TellAsync(erased.Ended, cancellationToken).ConfigureAwait(false);
        return new() { Found = erased.Found, Deleted = erased.Erased, Left = erased.Left, Unreadable = erased.Unreadable };
    }

    /// <summary>What the store holds, with what it may hold.</summary>
    public async ValueTask<MemoryUsage> ReadUsageAsync(CancellationToken cancellationToken)
    {
        var usage = await Usage.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new MemoryUsage
        {
            SessionsCount = usage.LiveSessions,
            SizeBytes = usage.SizeBytes,
            MaxSizeBytes = Limits.MaxTotalBytes,
            ExpiredCount = usage.Expired,
            EvictedCount = usage.Evicted,
        };
    }

    private static SessionLimits LimitsFrom(ShortTermMemoryOptions options, bool keepsTrimmed) => new()
    {
        Lifetime = options.SessionLifetime,
        MaxLifetime = options.MaxSessionLifetime,
        MaxMessages = options.MaxMessages,
        MaxSessionBytes = options.MaxSessionKilobytes * 1024L,
        MaxTotalBytes = options.MaxSizeMegabytes * 1024L * 1024L,
        WhenFull = options.WhenFull,
        MaxWeight = options.MaxMessageTokens,
        KeepsTrimmed = keepsTrimmed,
    };
}
