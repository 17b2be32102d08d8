using System.Collections.Concurrent;

namespace HospitalityMemory;

/// <summary>
/// Keeps values that were used lately. Losing a value only costs making it again. Thread safe; a value that was used repeatedly
/// is found without a lock.
/// </summary>
/// <remarks>
/// There are two generations and no exact order of use. A value that is not asked for during a whole generation is dropped with
/// it. The most recently used half of the capacity is thus always kept.
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

    /// <summary>How often something was forgotten. Read it before you make a value that is to be kept.</summary>
    public long Forgotten => Volatile.Read(ref _forgotten);

    /// <returns>The value that was kept last; null for none.</returns>
    public T? Find(string key)
    {
        if (Volatile.Read(ref _young).TryGetValue(key, out var found))
        {
            return found;
        }

        return Volatile.Read(ref _old).ContainsKey(key) ? MakeYoung(key) : null;
    }

    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="forgotten">
    /// <see cref="Forgotten"/> as it was before the value was made. If it has changed since, this value may be the one that was
    /// to be forgotten, and nothing is kept.
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
