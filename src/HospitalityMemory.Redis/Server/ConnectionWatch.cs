using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>
/// Knows which servers are gone, and logs once that a server went away and once that it is back. The client usually makes a broken
/// connection anew at once. A server counts as gone only if that has not succeeded for a moment. Thread safe.
/// </summary>
/// <param name="timeProvider">The clock by which the client makes connections anew.</param>
/// <param name="logger">The log for outages.</param>
/// <param name="refusals">Knows whether a server refused the user or the password.</param>
internal sealed class ConnectionWatch(TimeProvider timeProvider, ILogger logger, RefusalListener refusals) : IDisposable
{
    /// <summary>How long a connection may take to be made anew before its server counts as gone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<EndPoint, Server> _servers = [];
    private TaskCompletionSource _change = New();
    private IConnectionMultiplexer? _multiplexer;
    private int _generation;

    /// <summary>A number that changes each time a connection is made anew.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Whether a server refused the user or the password, and no connection was made since.</summary>
    public bool IsRefused => refusals.IsRefused;

    /// <summary>The addresses of the servers, as the client knows them.</summary>
    public string Endpoints => _multiplexer is { } multiplexer ? Join(multiplexer.GetEndPoints()) : "";

    /// <summary>Whether no server can be reached. A call need not be tried then.</summary>
    public bool IsGone => _multiplexer is { IsConnected: false } && HasState(State.Gone) && !HasState(State.Broken);

    public static string Join(IEnumerable<EndPoint> endpoints)
    {
        var names = endpoints.Select(EndPointCollection.ToString).ToList();
        return names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
    }

    /// <summary>Begins to watch a connection.</summary>
    public void Attach(IConnectionMultiplexer multiplexer)
    {
        _multiplexer = multiplexer;
        multiplexer.ConnectionFailed += OnFailed;
        multiplexer.ConnectionRestored += OnRestored;
        NoteThoseThatAreNot(State.Gone, "no connection could be made");
    }

    /// <summary>Waits until every broken connection is whole again or its server counts as gone.</summary>
    /// <returns>Whether a call that just failed may succeed now.</returns>
    public async ValueTask<bool> IsBackAsync(CancellationToken cancellationToken)
    {
        // A call may fail before the client reports the broken connection.
        NoteThoseThatAreNot(State.Broken, "the connection broke");
        while (true)
        {
            Task change;
            lock (_lock)
            {
                if (!HasState(State.Broken))
                {
                    break;
                }

                change = _change.Task;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        // The call failed although no connection is known to be broken any more. The client gets a moment to notice.
        await Task.Delay(Pause, timeProvider, cancellationToken).ConfigureAwait(false);
        return _multiplexer is { IsConnected: true };
    }

    public void Dispose()
    {
        if (_multiplexer is { } multiplexer)
        {
            multiplexer.ConnectionFailed -= OnFailed;
            multiplexer.ConnectionRestored -= OnRestored;
        }

        lock (_lock)
        {
            foreach (var server in _servers.Values)
            {
                server.Timer?.Dispose();
            }

            // The connection is closed: callers that wait for it must go on.
            _servers.Clear();
            Signal();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void OnFailed(object? sender, ConnectionFailedEventArgs failure)
    {
        if (failure is { ConnectionType: ConnectionType.Interactive, EndPoint: { } endpoint })
        {
            Note(endpoint, State.Broken, failure.FailureType.ToString());
        }
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs success)
    {
        if (success is { ConnectionType: ConnectionType.Interactive, EndPoint: { } endpoint })
        {
            Interlocked.Increment(ref _generation);
            refusals.Forget();
            Note(endpoint, State.Whole, "");
        }
    }

    private void NoteThoseThatAreNot(State state, string reason)
    {
        foreach (var server in _multiplexer?.GetServers() ?? [])
        {
            if (!server.IsConnected)
            {
                Note(server.EndPoint, state, reason);
            }
        }
    }

    private void Note(EndPoint endpoint, State state, string reason)
    {
        State before;
        lock (_lock)
        {
            before = _servers.TryGetValue(endpoint, out var server) ? server.State : State.Whole;
            if (before == state || (before, state) is (State.Gone, State.Broken))
            {
                return;
            }

            server.Timer?.Dispose();
            var timer = state is State.Broken
                ? timeProvider.CreateTimer(_ => NoteGone(endpoint, reason), null, Grace, Timeout.InfiniteTimeSpan)
                : null;
            _servers[endpoint] = new(state, timer);
            Signal();
        }

        if (state is State.Gone)
        {
            logger.WentAway(EndPointCollection.ToString(endpoint), reason);
        }
        else if ((before, state) is (State.Gone, State.Whole))
        {
            logger.CameBack(EndPointCollection.ToString(endpoint));
        }
    }

    private void NoteGone(EndPoint endpoint, string reason)
    {
        lock (_lock)
        {
            if (!_servers.TryGetValue(endpoint, out var server) || server.State is not State.Broken)
            {
                return;
            }
        }

        // The connection may have come back before this timer fired.
        Note(endpoint, _multiplexer?.GetServer(endpoint) is { IsConnected: true } ? State.Whole : State.Gone, reason);
    }

    private bool HasState(State state)
    {
        lock (_lock)
        {
            return _servers.Values.Any(server => server.State == state);
        }
    }

    /// <summary>Wakes the waiting callers. Called under the lock.</summary>
    private void Signal()
    {
        _change.TrySetResult();
        _change = New();
    }

    private enum State
    {
        Whole,
        Broken,
        Gone,
    }

    private readonly record struct Server(State State, ITimer? Timer);
}
