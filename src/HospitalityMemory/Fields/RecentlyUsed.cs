using System.Collections.Concurrent;

namespace HospitalityMemory;

/// <summary>
/// Keeps what was used lately. Losing a value costs making it again, nothing else. Thread safe; what was used again and again
/// is found without a lock.
/// </summary>
/// <remarks>
/// Two generations, in place of an order of use: what was not asked for during a whole generation goes with it. So the
/// latest half of the capacity is always there.
/// </remarks>
/// <param name="capacity">How many are kept at most; 0 for none.</param>
internal sealed class RecentlyUsed<T>(int capacity)
    where T : class
{
    private readonly int _generation = (capacity + 1) / 2;
    private readonly Lock _gate = new();
    private ConcurrentDictionary<string, T> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, T> _old = new(StringComparer.Ordinal);
    private int _youngCount;
    private long _forgotten;

    /// <summary>How often something was forgotten: asked before a value is made that is to be kept.</summary>
    public long Forgotten => Volatile.Read(ref _forgotten);

    /// <returns>What was kept last; null for none.</returns>
    public T? Find(string key)
    {
        if (Volatile.Read(ref _young).TryGetValue(key, out var found))
        {
            return found;
        }

        return Volatile.Read(ref _old).ContainsKey(key) ? MakeYoung(key) : null;
    }

    /// <param name="key">The key.</param>
    /// <param name="value">What is to be found.</param>
    /// <param name="forgotten">
    /// <see cref="Forgotten"/> as it was before the value was made; if it is not any more, this one may be what was to be
    /// forgotten, and nothing is kept.
    /// </param>
    public void Keep(string key, T value, long forgotten)
    {
        if (capacity is 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_forgotten == forgotten)
            {
                Put(key, value);
            }
        }
    }

    public void Forget(string key)
    {
        lock (_gate)
        {
            _forgotten++;
            _old.TryRemove(key, out _);
            if (_young.TryRemove(key, out _))
            {
                _youngCount--;
            }
        }
    }

    private T? MakeYoung(string key)
    {
        lock (_gate)
        {
            if (_old.TryGetValue(key, out var found))
            {
                Put(key, found);
                return found;
            }

            return _young.GetValueOrDefault(key);
        }
    }

    /// <summary>Must be called under the lock.</summary>
    private void Put(string key, T value)
    {
        if (!_young.ContainsKey(key))
        {
            _old.TryRemove(key, out _);
            if (_youngCount == _generation)
            {
                Volatile.Write(ref _old, _young);
                Volatile.Write(ref _young, new(StringComparer.Ordinal));
                _youngCount = 0;
            }

            _youngCount++;
        }

        _young[key] = value;
    }
}
