using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Runs scripts, and turns what the client says into this library's errors.</summary>
internal sealed class RedisCaller(RedisConnection connection)
{
    // A replica may be behind, so that a read of it could miss what was acknowledged.
    private const CommandFlags Flags = CommandFlags.DemandMaster;

    /// <summary>
    /// Runs a script that changes something. What became of one whose answer was lost is not known, so that it is not
    /// run again.
    /// </summary>
    public ValueTask<RedisResult> WriteAsync(
        RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        RunAsync(script, keys, values, mayRepeat: false, cancellationToken);

    /// <summary>Runs a script that may run twice without harm; it does where the connection broke.</summary>
    public ValueTask<RedisResult> ReadAsync(
        RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        RunAsync(script, keys, values, mayRepeat: true, cancellationToken);

    /// <summary>Reads all fields of a hash.</summary>
    public async ValueTask<HashEntry[]> ReadHashAsync(RedisKey key, CancellationToken cancellationToken)
    {
        try
        {
            var database = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await AwaitAsync(database.HashGetAllAsync(key, Flags), cancellationToken).ConfigureAwait(false);
            }
            catch (RedisConnectionException)
            {
                return await AwaitAsync(database.HashGetAllAsync(key, Flags), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>
    /// Writes a value that Redis forgets soon: it takes a primary that is in reach and has memory left.
    /// </summary>
    public async ValueTask ProbeAsync(RedisKey key, CancellationToken cancellationToken)
    {
        try
        {
            var database = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            await AwaitAsync(database.StringSetAsync(key, 1, TimeSpan.FromSeconds(1), flags: Flags), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>Whether all that is in reach is replicas.</summary>
    private bool IsReplica =>
        connection.Database?.Multiplexer.GetServers().Where(server => server.IsConnected).ToList() is { Count: > 0 } servers
        && servers.TrueForAll(server => server.IsReplica);

    private static bool IsUnavailable(Exception exception) =>
        exception is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;

    // One line for each thing that Redis or its client says: more branches than a method should have, and nothing else.
    private MemoryUnavailableException Unavailable(Exception cause) => new(
        cause switch
        {
            RedisServerException { Message: var message } when message.StartsWith("OOM", StringComparison.Ordinal) =>
                "Redis is out of memory and refused the write; nothing was changed. Raise maxmemory or shorten the sessions' lifetime.",
            RedisServerException { Message: var message } when message.StartsWith("READONLY", StringComparison.Ordinal) =>
                "Redis refused the write because it is a read-only replica; nothing was changed. Connect to the primary.",
            RedisServerException { Message: var message } when message.StartsWith("WRONGPASS", StringComparison.Ordinal)
                || message.StartsWith("NOAUTH", StringComparison.Ordinal) || message.StartsWith("NOPERM", StringComparison.Ordinal) =>
                "Redis refused the user or the password; nothing was changed. Check the connection string.",
            RedisServerException => "Redis refused the call. The inner exception has its answer.",
            RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } =>
                "Redis refused the user or the password; nothing was changed. Check the connection string.",
            TimeoutException =>
                "Redis did not answer in time. A write was done whole or not at all: read before writing again. The time is the connection's asyncTimeout.",
            ObjectDisposedException => "The connection to Redis was closed by its owner.",
            _ when IsReplica =>
                "Redis is a read-only replica, of which sessions are neither written nor read; nothing was changed. Connect to the primary.",
            _ => "Redis is out of reach, or the connection broke before its answer. A write was done whole or not at all: read before writing again.",
        },
        cause);

    private async ValueTask<RedisResult> RunAsync(
        RedisScript script, RedisKey[] keys, RedisValue[] values, bool mayRepeat, CancellationToken cancellationToken)
    {
        try
        {
            var database = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            var isLoaded = true;
            while (true)
            {
                try
                {
                    var answer = isLoaded
                        ? database.ScriptEvaluateAsync(script.Hash, keys, values, Flags)
                        : LoadAsync(database, script, keys, values);
                    return await AwaitAsync(answer, cancellationToken).ConfigureAwait(false);
                }
                catch (RedisServerException exception) when (isLoaded && exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
                {
                    // Nothing was run.
                    isLoaded = false;
                }
                catch (RedisConnectionException) when (mayRepeat)
                {
                    mayRepeat = false;
                }
            }
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>EVAL runs the script and keeps it, on the very server that has the keys.</summary>
    private static Task<RedisResult> LoadAsync(IDatabase database, RedisScript script, RedisKey[] keys, RedisValue[] values) =>
        database.ExecuteAsync("EVAL", [script.Text, keys.Length, .. keys, .. values], Flags);

    private async ValueTask<IDatabase> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await connection.GetDatabaseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until the answer is there or the call is cancelled. A cancelled call does not wait; what it has sent may
    /// be done all the same.
    /// </summary>
    private static Task<T> AwaitAsync<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || answer.IsCompleted)
        {
            return answer;
        }

        // Nobody may be left to see the failure of an answer that is no longer awaited.
        _ = answer.ContinueWith(
            static failed => failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return answer.WaitAsync(cancellationToken);
    }
}
