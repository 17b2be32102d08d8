namespace HospitalityMemory.Redis;

/// <summary>
/// Knows how far this host's clock differs from the clock of Redis, which all hosts share. The difference is measured at the first use and
/// after each reconnection: a server that took over may have another clock. Thread safe.
/// </summary>
internal sealed class ServerClock(RedisCaller redis, RedisConnection connection)
{
    /// <summary>Clocks that are set may differ by this much. Only a larger difference is translated.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(2);

    /// <summary>A measurement that differs by no more than this from the one before is ignored.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly RedisSurroundings _surroundings = connection.Surroundings;
    private TimeSpan? _measured;
    private int _generation;
    private long _aheadTicks;

    /// <summary>The current translation.</summary>
    public ValueTask<ClockShift> ReadAsync(CancellationToken cancellationToken)
    {
        if (_surroundings.TrustsHostClock)
        {
            return default;
        }

        var generation = connection.Watch.Generation;
        return Volatile.Read(ref _generation) == generation + 1
            ? new(Current)
            : MeasureAsync(generation, cancellationToken);
    }

    /// <summary>Whether the clocks are known to agree. Nothing has to be translated then.</summary>
    public bool Agrees =>
        _surroundings.TrustsHostClock
        || (Volatile.Read(ref _generation) == connection.Watch.Generation + 1 && Interlocked.Read(ref _aheadTicks) is 0);

    private ClockShift Current => new(TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks)));

    private async ValueTask<ClockShift> MeasureAsync(int generation, CancellationToken cancellationToken)
    {
        var before = _surroundings.TimeProvider.GetUtcNow();
        var server = await redis.ReadTimeAsync(cancellationToken).ConfigureAwait(false);
        var after = _surroundings.TimeProvider.GetUtcNow();
        Note(before + ((after - before) / 2) - server, generation);
        return Current;
    }

    private void Note(TimeSpan ahead, int generation)
    {
        lock (_lock)
        {
            // Stored plus one: 0 means that nothing has been measured yet.
            Volatile.Write(ref _generation, generation + 1);
            if (_measured is { } measured && (ahead - measured).Duration() <= Noise)
            {
                return;
            }

            _measured = ahead;
            var isOff = ahead.Duration() > Allowed;
            Interlocked.Exchange(ref _aheadTicks, isOff ? ahead.Ticks : 0);
            if (isOff)
            {
                _surroundings.Logger.ClocksDiffer(connection.Endpoints, Math.Round(ahead.TotalSeconds));
            }
        }
    }
}
