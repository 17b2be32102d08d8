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
    private readonly ConcurrentDictionary<string, Work> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SummaryWriter _writer;
    private readonly MemoryMetrics _metrics;
    private readonly ILogger _logger;
    private readonly int _least;

    public SummaryKeeper(SummaryWriter writer, int least, MemoryMetrics metrics, ILogger logger)
    {
        (_writer, _least, _metrics, _logger) = (writer, least, metrics, logger);
    }

    /// <summary>Whether enough waits after a write that trimmed.</summary>
    public bool IsDue(in SessionWriteResult write) => write.Trimmed > 0 && write.Waiting >= _least;

    /// <summary>Sees to what waits after a write, without waiting for it.</summary>
    public void Continue(string sessionId, in SessionWriteResult write)
    {
        if (write.WaitingLost > 0)
        {
            _metrics.MessagesUnsummarized(write.WaitingLost);
            LogLost(write.WaitingLost);
        }

        if (IsDue(write))
        {
            Start(sessionId);
        }
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
        var running = _running.GetOrAdd(sessionId, work);
        if (!ReferenceEquals(running, work))
        {
            // It looks again before it ends. One that is ending just now looks no more, and the next write starts another.
            running.IsWantedAgain = true;
            return;
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
                work.IsWantedAgain = false;
                while (await _writer.TryWriteAsync(sessionId, _least, _stop.Token).ConfigureAwait(false))
                {
                }
            }
            while (work.IsWantedAgain);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            LogStopped();
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
        finally
        {
            _running.TryRemove(sessionId, out _);
            work.End();
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Error,
        Message = "The summary of trimmed messages failed. The messages wait, and the next summary is given them.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning,
        Message = "{Count} trimmed message(s) went before a summary took them in: more waited than a session keeps.")]
    private partial void LogLost(int count);

    [LoggerMessage(EventId = 9, Level = LogLevel.Debug, Message = "A summary was broken off: the memory is being disposed of.")]
    private partial void LogStopped();

    private sealed class Work
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isWantedAgain;

        public Task Ended => _ended.Task;

        public bool IsWantedAgain
        {
            get => _isWantedAgain;
            set => _isWantedAgain = value;
        }

        public void End() => _ended.SetResult();
    }
}
