namespace HospitalityMemory.Stores;

/// <summary>Carries out writes, and makes room for those that find none.</summary>
internal sealed class SessionWriter(SessionTable table)
{
    /// <summary>How many sessions that expired unnoticed a creation tells at most.</summary>
    private const int MostUntold = 100;

    // Only one write at a time looks for room, and writes once it has found it: else two that need each other's room would
    // send each other away, and neither be done. Whoever waits for the turn holds no session's lock.
    private readonly Lock _turn = new();

    public SessionWriteResult Create(SessionInfo session, SessionLimits limits)
    {
        var entry = new SessionEntry(session.WithoutMessages(), limits);
        return entry.Bytes > limits.MaxSessionBytes
            ? new(SessionWriteStatus.TooLarge) { SizeBytes = entry.Bytes }
            : Complete(new Creation(entry), new(table, limits, session.CreationTicks));
    }

    public SessionWriteResult Write<TStep>(string sessionId, TStep step, long now, SessionLimits limits)
        where TStep : ISessionStep, allows ref struct =>
        Complete(new Writing<TStep>(sessionId, step), new(table, limits, now));

    private SessionWriteResult Complete<TWrite>(TWrite write, RoomClaim claim)
        where TWrite : IWrite, allows ref struct
    {
        var result = write.Try(ref claim);
        if (result.Status is SessionWriteStatus.Full)
        {
            result = CompleteInTurn(write, ref claim);
        }

        claim.GiveBack();
        return claim.Ended is { } ended ? result with { Ended = ended } : result;
    }

    private SessionWriteResult CompleteInTurn<TWrite>(TWrite write, ref RoomClaim claim)
        where TWrite : IWrite, allows ref struct
    {
        var result = new SessionWriteResult(SessionWriteStatus.Full);
        bool? isFound = null;
        var wait = default(SpinWait);
        while (result.Status is SessionWriteStatus.Full && (isFound is not false || claim.MayEvict))
        {
            lock (_turn)
            {
                isFound = claim.MakeRoom();
                if (isFound is false)
                {
                    // What is missing is held by writes that are about to be done, and that may be in need of what this one has.
                    claim.GiveBack();
                }

                result = isFound is null ? result : write.Try(ref claim);
            }

            if (isFound is false)
            {
                wait.SpinOnce();
            }
        }

        return result;
    }

    private interface IWrite
    {
        SessionWriteResult Try(ref RoomClaim claim);
    }

    private readonly struct Creation(SessionEntry entry) : IWrite
    {
        public SessionWriteResult Try(ref RoomClaim claim)
        {
            var table = claim.Table;
            claim.TellUntold(MostUntold);
            do
            {
                if (table.TryEnter(entry.Info.SessionId, out var existing))
                {
                    try
                    {
                        if (existing.Life.IsLive(existing.Info, claim.Now, claim.Limits))
                        {
                            return new(SessionWriteStatus.AlreadyExists);
                        }

                        claim.EndExpired(existing);
                    }
                    finally
                    {
                        Monitor.Exit(existing);
                    }
                }

                if (!claim.TryCover(entry.Bytes))
                {
                    return new(SessionWriteStatus.Full);
                }
            }
            while (!table.TryAdd(entry));

            claim.Spend(entry.Bytes);
            return new(SessionWriteStatus.Done) { Info = entry.Info };
        }
    }

    private readonly ref struct Writing<TStep>(string sessionId, TStep step) : IWrite
        where TStep : ISessionStep, allows ref struct
    {
        private readonly TStep _step = step;

        public SessionWriteResult Try(ref RoomClaim claim)
        {
            if (!claim.Table.TryEnter(sessionId, out var entry))
            {
                return new(SessionWriteStatus.NotFound);
            }

            try
            {
                if (!entry.Life.IsLive(entry.Info, claim.Now, claim.Limits))
                {
                    claim.EndExpired(entry);
                    return new(SessionWriteStatus.NotFound);
                }

                claim.Begin(entry);
                var result = _step.Run(entry, ref claim);
                if (result.Status is not SessionWriteStatus.Done)
                {
                    if (result.Status is SessionWriteStatus.Full && claim.MayEvict)
                    {
                        // It is in use while room is made for it.
                        entry.Life.Touch(claim.Now);
                    }

                    return result;
                }

                claim.Spend(entry.Bytes);
                entry.Write(claim.Now);
                if (entry.Life.TryUse(entry.Info, claim.Now, claim.Limits, out _, out var isShorter) && isShorter)
                {
                    claim.Table.Index.Hasten(entry);
                }

                return TStep.TellsInfo ? result with { Info = entry.ShowInfo() } : result;
            }
            finally
            {
                Monitor.Exit(entry);
            }
        }
    }
}
