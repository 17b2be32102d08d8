namespace HospitalityMemory.Redis;

/// <summary>
/// Knows how far this host's clock is from that of Redis, which all hosts have in common. Measured at the first use and
/// after each reconnection: a server that took over may have another clock. Thread safe.
/// </summary>
internal sealed class ServerClock(RedisCaller redis, RedisConnection connection)
{
    /// <summary>What clocks that are set may differ by; less is not translated.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(2);

    /// <summary>What a measurement may differ from the one before without being another.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly RedisSurroundings _surroundings = connection.Surroundings;
    private TimeSpan? _measured;
    private int _generation;
    private long _aheadTicks;

    /// <summary>The translation that holds now.</summary>
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

    /// <summary>Whether the clocks are known to agree, so that nothing is to be translated.</summary>
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
            // One more, so that the number before the first measurement is none of a connection.
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
