using System.Collections.Concurrent;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// The profiles that this process wrote or read lately, so that their JSON need not be read again. None is believed: it
/// counts only where the file holds the same version, which no two commits of a guest have. Losing one costs the
/// reading, nothing else.
/// </summary>
/// <param name="capacity">How many are kept at least, and at most twice as many; 0 for none.</param>
internal sealed class ProfileSnapshots(int capacity)
{
    // Two generations, in place of an order of use: what was not asked for during a whole generation goes with it.
    private readonly Lock _gate = new();
    private ConcurrentDictionary<string, UserProfile> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, UserProfile> _old = new(StringComparer.Ordinal);
    private long _forgotten;

    /// <summary>How often something was forgotten: asked before a read or a write whose outcome is to be kept.</summary>
    public long Forgotten => Volatile.Read(ref _forgotten);

    /// <returns>What was kept last; null for none.</returns>
    public UserProfile? Find(string userId) =>
        Volatile.Read(ref _young).GetValueOrDefault(userId) ?? Volatile.Read(ref _old).GetValueOrDefault(userId);

    /// <param name="profile">What was read or written, with the version that the file gave it.</param>
    /// <param name="forgotten">
    /// <see cref="Forgotten"/> as it was before; if it is not any more, the guest may have been erased meanwhile, and
    /// nothing is kept.
    /// </param>
    public void Keep(UserProfile profile, long forgotten)
    {
        if (capacity is 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_forgotten != forgotten)
            {
                return;
            }

            if (_young.Count >= capacity)
            {
                Volatile.Write(ref _old, _young);
                Volatile.Write(ref _young, new(StringComparer.Ordinal));
            }

            _young[profile.UserId] = profile;
        }
    }

    public void Forget(string userId)
    {
        lock (_gate)
        {
            _forgotten++;
            _young.TryRemove(userId, out _);
            _old.TryRemove(userId, out _);
        }
    }
}
