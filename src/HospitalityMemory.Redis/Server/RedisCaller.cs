using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Runs scripts, and turns the client's errors into this library's.</summary>
internal sealed class RedisCaller(RedisConnection connection)
{
    /// <summary>How often a call that may repeat is sent at most when its connection breaks.</summary>
    private const int MostTries = 3;

    /// <summary>
    /// How often a call is tried that could not be sent: the client may offer a broken connection for a moment longer. With the pause
    /// before each try, that makes a second.
    /// </summary>
    private const int MostUnsentTries = 100;

    private const CommandFlags WriteFlags = CommandFlags.DemandMaster;

    // A replica may be behind, and a read from it could miss acknowledged writes. It is asked only while no primary is there.
    private const CommandFlags ReadFlags = CommandFlags.PreferMaster;

    /// <summary>
    /// Runs a script that changes something. If its answer is lost, nobody knows whether it ran. Therefore it is not run again.
    /// </summary>
    public ValueTask<RedisResult> WriteAsync(
        RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        RunAsync(
            (database, isLoaded) => Evaluate(database, isLoaded, script, keys, values, WriteFlags), mayRepeat: false, cancellationToken);

    /// <summary>Runs a script that may run twice without harm. It is repeated if the connection breaks.</summary>
    public ValueTask<RedisResult> ReadAsync(
        RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        RunAsync(
            (database, isLoaded) => Evaluate(database, isLoaded, script, keys, values, ReadFlags), mayRepeat: true, cancellationToken);

    /// <summary>Reads all fields of a hash.</summary>
    public ValueTask<HashEntry[]> ReadHashAsync(RedisKey key, CancellationToken cancellationToken) =>
        RunAsync((database, _) => database.HashGetAllAsync(key, ReadFlags), mayRepeat: true, cancellationToken);

    /// <summary>Reads one field of a hash; null for none.</summary>
    public async ValueTask<string?> ReadFieldAsync(RedisKey key, RedisValue field, CancellationToken cancellationToken) =>
        await RunAsync((database, _) => database.HashGetAsync(key, field, ReadFlags), mayRepeat: true, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads the clock of Redis.</summary>
    public async ValueTask<DateTimeOffset> ReadTimeAsync(CancellationToken cancellationToken)
    {
        var answer = await RunAsync(
            (database, _) => database.ExecuteAsync("TIME", [], ReadFlags), mayRepeat: true, cancellationToken).ConfigureAwait(false);
        return DateTimeOffset.FromUnixTimeSeconds((long)answer[0]) + TimeSpan.FromMicroseconds((long)answer[1]);
    }

    /// <summary>
    /// Writes a value that expires after a second. That succeeds only if a primary is in reach and has memory left.
    /// </summary>
    public async ValueTask ProbeAsync(RedisKey key, CancellationToken cancellationToken) =>
        await RunAsync(
            (database, _) => database.StringSetAsync(key, 1, TimeSpan.FromSeconds(1), flags: WriteFlags), mayRepeat: true, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Whether only replicas are in reach.</summary>
    private bool IsReplica =>
        connection.Database?.Multiplexer.GetServers().Where(server => server.IsConnected).ToList() is { Count: > 0 } servers
        && servers.TrueForAll(server => server.IsReplica);

    /// <summary>
    /// Whether a script met data that it cannot use: a key of another type, or a field that is no number or no time. Such an error arises
    /// in the script; a refusal by the server has a code of its own.
    /// </summary>
    private static bool IsOfData(string message) =>
        Says(message, "WRONGTYPE") || Says(message, "hash value is not") || message.StartsWith("ERR user_script:", StringComparison.Ordinal)
            || (message.StartsWith("ERR Error running script", StringComparison.Ordinal) && (Says(message, "attempt to") || Says(message, "bad argument")));

    private static bool IsUnavailable(Exception exception) =>
        exception is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;

    // Not split: one line for each thing that Redis or its client says, and nothing else.
    private MemoryUnavailableException Unavailable(Exception cause)
    {
        var redis = connection.Endpoints is { Length: > 0 } endpoints ? $"Redis at {endpoints}" : "Redis";
        return new(
            cause switch
            {
                RedisServerException { Message: var message } when Says(message, "OOM") =>
                    $"{redis} is out of memory and refused the write; nothing was changed. Raise maxmemory or shorten the sessions' lifetime.",
                RedisServerException { Message: var message } when Says(message, "READONLY") =>
                    $"{redis} refused the write because it is a read-only replica; nothing was changed. Connect to the primary.",
                RedisServerException { Message: var message } when Says(message, "NOREPLICAS") =>
                    $"{redis} refused the write because fewer replicas follow than it must have; nothing was changed.",
                RedisServerException { Message: var message }
                    when Says(message, "WRONGPASS") || Says(message, "NOAUTH") || Says(message, "NOPERM") =>
                    $"{redis} refused the user or the password; nothing was changed. Check the connection string.",
                RedisServerException => $"{redis} refused the call. The inner exception has its answer.",
                RedisConnectionException when connection.Watch.IsRefused || RefusalListener.IsRefusal(cause) =>
                    $"{redis} refused the user or the password; nothing was changed. Check the connection string.",
                TimeoutException =>
                    $"{redis} did not answer in time. A write was done whole or not at all: read before writing again. The time is the connection's asyncTimeout.",
                ObjectDisposedException => $"The connection to {redis} was closed by its owner.",
                _ when IsReplica =>
                    $"{redis} is a read-only replica, of which sessions are not written; nothing was changed. Connect to the primary.",
                _ => $"{redis} is out of reach, or the connection broke before its answer. A write was done whole or not at all: read before writing again.",
            },
            connection.NamesKeys ? WithoutKeys(cause) : cause);
    }

    private static Exception WithoutKeys(Exception cause)
    {
        const string LeftOut = "What the client says may name keys, in which ids stand, and is left out.";
        return cause switch
        {
            RedisTimeoutException timeout => new RedisTimeoutException(WriteFlags, LeftOut, timeout.Commandstatus),
            RedisConnectionException broken => new RedisConnectionException(broken.FailureType, WriteFlags, LeftOut, null, broken.CommandStatus),
            _ => cause,
        };
    }

    // The code stands first, or after the server's words about the script if the error arose within it.
    private static bool Says(string message, string code) => message.Contains(code, StringComparison.Ordinal);

    /// <summary>
    /// Waits for the answer or the cancellation. What a cancelled call has already sent may still be carried out.
    /// </summary>
    /// <param name="run">Sends the call. The flag says whether the server knows the script: then its hash is sent, otherwise its text.</param>
    /// <param name="mayRepeat">Whether the call may run twice.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    // Not split: one more asynchronous method would slow down every call.
    private async ValueTask<T> RunAsync<T>(Func<IDatabase, bool, Task<T>> run, bool mayRepeat, CancellationToken cancellationToken)
    {
        var (isLoaded, tries, answer) = (true, 1, (Task<T>?)null);
        try
        {
            var database = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                try
                {
                    answer = run(database, isLoaded);
                    return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (RedisServerException exception) when (isLoaded && exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
                {
                    // The server ran nothing. The next try sends the text.
                    isLoaded = false;
                }
                catch (RedisConnectionException exception) when (tries < (IsUnsent(exception) ? MostUnsentTries : mayRepeat ? MostTries : 0))
                {
                    tries++;
                    if (!await connection.Watch.IsBackAsync(cancellationToken).ConfigureAwait(false))
                    {
                        throw;
                    }
                }
            }
        }
        catch (RedisServerException exception) when (IsOfData(exception.Message))
        {
            throw new CorruptDataException(StoredDataKind.Session, "Redis holds under the keys of a session what this library does not write.", exception);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
        catch (OperationCanceledException) when (answer is { IsCompleted: false })
        {
            Observe(answer);
            throw;
        }
    }

    /// <summary>Observes the failure of an answer that nobody waits for any more. It is no error of the application.</summary>
    private static void Observe(Task answer) => answer.ContinueWith(
        static failed => failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private static bool IsUnsent(RedisConnectionException exception) =>
        exception.FailureType is ConnectionFailureType.UnableToResolvePhysicalConnection
            || exception.CommandStatus is CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog;

    private static Task<RedisResult> Evaluate(
        IDatabase database, bool isLoaded, RedisScript script, RedisKey[] keys, RedisValue[] values, CommandFlags flags) =>
        isLoaded
            ? database.ScriptEvaluateAsync(script.Hash, keys, values, flags)

            // EVAL runs the script and keeps it, on the very server that has the keys.
            : database.ExecuteAsync("EVAL", [script.Text, keys.Length, .. keys, .. values], flags);

    private async ValueTask<IDatabase> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (connection.HasBacklog && connection.Watch.IsGone)
        {
            throw new RedisConnectionException(
                ConnectionFailureType.UnableToConnect, WriteFlags, "No connection could be made, and it is being tried.", null, CommandStatus.WaitingToBeSent);
        }

        return await connection.GetDatabaseAsync(cancellationToken).ConfigureAwait(false);
    }
}
