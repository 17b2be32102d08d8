namespace HospitalityMemory.Stores;

/// <summary>
/// When a session was used last, and when it expires. Each step is atomic and takes no lock, so reads wait for nobody. An expiry
/// of <see cref="Ended"/> means that the session has ended; no use revives it then.
/// </summary>
internal struct SessionLife(SessionInfo info, SessionLimits? limits)
{
    /// <summary>The expiry of a session that has ended.</summary>
    public const long Ended = long.MinValue;

    private long _expires = info.ExpiryTicks;
    private long _lastUse = info.CreationTicks;
    private long _lifetime = (info.Lifetime ?? limits?.Lifetime ?? TimeSpan.Zero).Ticks;

    public long Expires => Volatile.Read(ref _expires);

    public long LastUse => Volatile.Read(ref _lastUse);

    public bool HasEnded => Expires is Ended;

    /// <summary>Whether the session can be used. Shortening a lifetime may have ended it already.</summary>
    public bool IsLive(SessionInfo info, long now, SessionLimits limits) =>
        Expires is var expires && expires > now
        && (((info.Lifetime ?? limits.Lifetime).Ticks == _lifetime && (info.MaxLifetime ?? limits.MaxLifetime) is null)
            || Next(expires, now, (info.Lifetime ?? limits.Lifetime).Ticks, _lifetime, Latest(info, limits)) > now);

    /// <summary>Notes a use and extends the lifetime, if the session can be used.</summary>
    /// <param name="info">The session, with its creation and its own lifetimes.</param>
    /// <param name="now">The time of the use.</param>
    /// <param name="limits">The limits that give the new expiry.</param>
    /// <param name="expires">The new expiry; where the session cannot be used, when it expired.</param>
    /// <param name="isShorter">Whether the new expiry is earlier than before.</param>
    public bool TryUse(SessionInfo info, long now, SessionLimits limits, out long expires, out bool isShorter)
    {
        // This comes first: a thread that ends the session sets the expiry and then checks the last use.
        Touch(now);
        var (lifetime, latest) = ((info.Lifetime ?? limits.Lifetime).Ticks, Latest(info, limits));
        while (true)
        {
            var (current, before) = (Expires, _lifetime);
            expires = Next(current, now, lifetime, before, latest);
            isShorter = expires < current;
            if (current <= now || expires <= now)
            {
                expires = Math.Min(current, expires);
                return false;
            }

            if (expires == current || Interlocked.CompareExchange(ref _expires, expires, current) == current)
            {
                if (lifetime != before)
                {
                    _lifetime = lifetime;
                }

                return true;
            }
        }
    }

    /// <summary>Notes a use without extending the lifetime. An earlier use does not overwrite a later one.</summary>
    public void Touch(long now)
    {
        if (now > LastUse)
        {
            Volatile.Write(ref _lastUse, now);
        }
    }

    /// <summary>Ends the session.</summary>
    public void End() => Interlocked.Exchange(ref _expires, Ended);

    /// <summary>Ends the session if it has expired and no use has extended it meanwhile.</summary>
    public bool TryEndExpired(long now)
    {
        var current = Expires;
        while (current <= now && current is not Ended)
        {
            var seen = Interlocked.CompareExchange(ref _expires, Ended, current);
            if (seen == current)
            {
                return true;
            }

            current = seen;
        }

        return false;
    }

    /// <summary>Ends the session if it was not used since. Its lock is held, so only one thread at a time gets here.</summary>
    /// <param name="lastUse">The last use that the caller saw.</param>
    /// <param name="expired">When it would have expired.</param>
    public bool TryEndUnused(long lastUse, out long expired)
    {
        expired = Interlocked.Exchange(ref _expires, Ended);
        if (LastUse == lastUse)
        {
            return true;
        }

        Volatile.Write(ref _expires, expired);
        return false;
    }

    private static long Next(long current, long now, long lifetime, long before, long latest) =>
        Math.Min(lifetime == before ? Math.Max(now + lifetime, current) : now + lifetime, latest);

    /// <summary>The latest expiry that its longest lifetime allows.</summary>
    private static long Latest(SessionInfo info, SessionLimits limits) =>
        (info.MaxLifetime ?? limits.MaxLifetime) is { } maximum ? info.CreationTicks + maximum.Ticks : long.MaxValue;
}
