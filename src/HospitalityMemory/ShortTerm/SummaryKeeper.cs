using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory;

/// <summary>
/// Has the trimmed messages of sessions summed up in the background, one summary of a session at a time. Within this process one
/// task does the work of a session; between processes a claim that ends by itself keeps others out.
/// </summary>
/// <remarks>
/// Its owner must dispose it, which cancels running work and waits for it. Messages that still wait are summed up later.
/// </remarks>
internal sealed partial class SummaryKeeper : IAsyncDisposable
{
    /// <summary>How many sessions with a failed summary are remembered. A forgotten one is only tried again sooner.</summary>
    private const int MostFailures = 10_000;

    /// <summary>The longest pause after a summarizer failed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Work> _running = new(StringComparer.Ordinal);

    // For each session, when its summary failed and how many messages were trimmed since.
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
    /// Whether enough messages wait after a write. The write itself need not have trimmed: messages that wait since a failure, or
    /// since another process ended, are noticed at the next write.
    /// </summary>
    public bool IsDue(in SessionWriteResult write) => write.Waiting >= _least;

    /// <summary>Has waiting messages summed up after a write, without waiting for that.</summary>
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
    /// Whether a summarizer that failed still has a pause. The pause ends when as many messages were trimmed as a summary needs,
    /// and at the latest after <see cref="Pause"/>.
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

    /// <summary>Waits until no work is running.</summary>
    public async Task WhenIdleAsync()
    {
        while (_running.Values.FirstOrDefault() is { } work)
        {
            await work.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Cancels running work and begins nothing more. A container that is disposed synchronously cannot do more.
    /// </summary>
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

            // The other work has just ended.
            _running.TryRemove(KeyValuePair.Create(sessionId, running));
        }

        // The work outlives the request, and must not carry on its trace and other ambient state.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => RunAsync(sessionId, work), CancellationToken.None);
        }
    }

    /// <summary>Never fails, since <see cref="WhenIdleAsync"/> waits for its end.</summary>
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

    /// <summary>The work for one session. One lock covers both whether it must look again and whether it has ended.</summary>
    private sealed class Work
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isWantedAgain;
        private bool _isOver;

        public Task Ended => _ended.Task;

        /// <summary>Asks the work to look again; false where it has ended.</summary>
        public bool TryWantAgain()
        {
            lock (_lock)
            {
                _isWantedAgain = true;
                return !_isOver;
            }
        }

        /// <summary>Whether the work was asked to look again. If not, it has ended.</summary>
        public bool GoesOn()
        {
            lock (_lock)
            {
                _isOver = !_isWantedAgain;
                _isWantedAgain = false;
                return !_isOver;
            }
        }

        /// <summary>Accepts no more requests to look again. Needed where the work failed.</summary>
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
