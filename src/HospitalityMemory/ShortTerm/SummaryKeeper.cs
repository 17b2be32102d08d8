using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>
/// Has the trimmed messages of sessions summed up, in the background: one summary of a session at a time, in this process
/// because its work is one task, and over all processes by a claim that ends by itself.
/// </summary>
/// <remarks>Whoever owns it disposes of it, which cancels what runs and waits for it. What waits then is summed up later.</remarks>
internal sealed partial class SummaryKeeper : IAsyncDisposable
{
    /// <summary>Of how many sessions it is known that their last summary failed; a session forgotten is only asked for sooner.</summary>
    private const int MostFailures = 10_000;

    /// <summary>How long a summarizer that failed is left alone at most.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Work> _running = new(StringComparer.Ordinal);

    // When the summary of a session failed, and how many messages were trimmed since.
    private readonly ConcurrentDictionary<string, (long At, int Trimmed)> _sinceFailure = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SummaryWriter _writer;
    private readonly TimeProvider _clock;
    private readonly MemoryMetrics _metrics;
    private readonly ILogger _logger;
    private readonly int _least;

    public SummaryKeeper(SummaryWriter writer, int least, TimeProvider clock, MemoryMetrics metrics, ILogger logger)
    {
        (_writer, _least, _clock, _metrics, _logger) = (writer, least, clock, metrics, logger);
    }

    /// <summary>
    /// Whether enough waits after a write. It need not have trimmed: what waits since a failure, or since another process went, is
    /// noticed by whatever is said next.
    /// </summary>
    public bool IsDue(in SessionWriteResult write) => write.Waiting >= _least;

    /// <summary>Sees to what waits after a write, without waiting for it.</summary>
    public void Continue(string sessionId, in SessionWriteResult write)
    {
        if (write.WaitingLost > 0)
        {
            _metrics.MessagesUnsummarized(write.WaitingLost);
            LogLost(write.WaitingLost);
        }

        if (IsDue(write) && !IsPaused(sessionId, write.Trimmed))
        {
            Start(sessionId);
        }
    }

    /// <summary>
    /// A summarizer that failed is given time: as long as it takes to trim as many messages again as one is asked for, but no longer
    /// than <see cref="Pause"/>.
    /// </summary>
    private bool IsPaused(string sessionId, int trimmed)
    {
        if (!_sinceFailure.TryGetValue(sessionId, out var before))
        {
            return false;
        }

        if (before.Trimmed + trimmed < _least && _clock.GetElapsedTime(before.At) < Pause)
        {
            _sinceFailure[sessionId] = before with { Trimmed = before.Trimmed + trimmed };
            return true;
        }

        _sinceFailure.TryRemove(sessionId, out _);
        return false;
    }

    /// <summary>Waits until nothing runs.</summary>
    public async Task WhenIdleAsync()
    {
        while (_running.Values.FirstOrDefault() is { } work)
        {
            await work.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Cancels what runs, and begins nothing more. A container that is disposed of without waiting can do no more.</summary>
    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await WhenIdleAsync().ConfigureAwait(false);
    }

    private void Start(string sessionId)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        var work = new Work();
        while (_running.GetOrAdd(sessionId, work) is var running && !ReferenceEquals(running, work))
        {
            if (running.TryWantAgain())
            {
                return;
            }

            // It has just ended.
            _running.TryRemove(KeyValuePair.Create(sessionId, running));
        }

        // Neither the request's trace nor its other ambient state belongs to work that outlives it.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => RunAsync(sessionId, work), CancellationToken.None);
        }
    }

    /// <summary>Never fails: its end is what <see cref="WhenIdleAsync"/> waits for.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a host's summarizer throws is logged.")]
    private async Task RunAsync(string sessionId, Work work)
    {
        try
        {
            do
            {
                while (await _writer.TryWriteAsync(sessionId, _least, _stop.Token).ConfigureAwait(false))
                {
                }
            }
            while (work.GoesOn());
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            LogStopped();
        }
        catch (Exception exception)
        {
            LogFailed(RedactedException.Of(exception));
            NoteFailure(sessionId);
        }
        finally
        {
            work.Close();
            _running.TryRemove(KeyValuePair.Create(sessionId, work));
            work.End();
        }
    }

    private void NoteFailure(string sessionId)
    {
        if (_sinceFailure.Count >= MostFailures)
        {
            _sinceFailure.Clear();
        }

        _sinceFailure[sessionId] = (_clock.GetTimestamp(), 0);
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error,
        Message = "The summary of trimmed messages failed. The messages wait, and the next summary is given them.")]
    private partial void LogFailed(Exception? exception);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning,
        Message = "{Count} trimmed message(s) went before a summary took them in: more waited than a session keeps.")]
    private partial void LogLost(int count);

    [LoggerMessage(EventId = 9, Level = LogLevel.Debug, Message = "A summary was broken off: the memory is being disposed of.")]
    private partial void LogStopped();

    /// <summary>The work for one session: whether it is to look once more is decided together with whether it has ended.</summary>
    private sealed class Work
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isWantedAgain;
        private bool _isOver;

        public Task Ended => _ended.Task;

        /// <summary>Asks it to look once more; false where it has ended.</summary>
        public bool TryWantAgain()
        {
            lock (_lock)
            {
                _isWantedAgain = true;
                return !_isOver;
            }
        }

        /// <summary>Whether it was asked to look once more; where not, it has ended.</summary>
        public bool GoesOn()
        {
            lock (_lock)
            {
                _isOver = !_isWantedAgain;
                _isWantedAgain = false;
                return !_isOver;
            }
        }

        /// <summary>Takes no more wishes: also where it failed.</summary>
        public void Close()
        {
            lock (_lock)
            {
                _isOver = true;
            }
        }

        public void End() => _ended.SetResult();
    }
}
