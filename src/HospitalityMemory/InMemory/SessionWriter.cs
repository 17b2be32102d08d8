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
        var claim = new RoomClaim(table, limits, session.CreationTicks);
        return TrimmingLimits.Of(limits, entry.Bytes).LeavesRoomBeside(sparedBytes: 0)
            ? Complete(new Creation(entry), ref claim)
            : new(SessionWriteStatus.TooLarge) { SizeBytes = entry.Bytes };
    }

    public SessionWriteResult Write<TStep>(string sessionId, TStep step, long now, SessionLimits limits)
        where TStep : ISessionStep, allows ref struct
    {
        var claim = new RoomClaim(table, limits, now);
        return Complete(new Writing<TStep>(sessionId, step), ref claim);
    }

    private SessionWriteResult Complete<TWrite>(TWrite write, ref RoomClaim claim)
        where TWrite : IWrite, allows ref struct
    {
        write.Try(ref claim, out var result);
        if (result.Status is SessionWriteStatus.Full)
        {
            CompleteInTurn(write, ref claim, ref result);
        }

        claim.GiveBack();
        if (claim.Ended is { } ended)
        {
            result = result with { Ended = ended };
        }

        return result;
    }

    private void CompleteInTurn<TWrite>(TWrite write, ref RoomClaim claim, ref SessionWriteResult result)
        where TWrite : IWrite, allows ref struct
    {
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

                if (isFound is not null)
                {
                    write.Try(ref claim, out result);
                }
            }

            if (isFound is false)
            {
                wait.SpinOnce();
            }
        }
    }

    private interface IWrite
    {
        void Try(ref RoomClaim claim, out SessionWriteResult result);
    }

    private readonly struct Creation(SessionEntry entry) : IWrite
    {
        // Taken beforehand: once the session is in the table, others write to it.
        private readonly SessionInfo _info = entry.Info;
        private readonly long _bytes = entry.Bytes;

        public void Try(ref RoomClaim claim, out SessionWriteResult result) =>
            result = Try(ref claim) is var status && status is SessionWriteStatus.Done ? new(status) { Info = _info } : new(status);

        private SessionWriteStatus Try(ref RoomClaim claim)
        {
            claim.TellUntold(MostUntold);
            do
            {
                if (claim.Table.TryEnter(_info.SessionId, out var existing))
                {
                    try
                    {
                        if (existing.Life.IsLive(existing.Info, claim.Now, claim.Limits))
                        {
                            return SessionWriteStatus.AlreadyExists;
                        }

                        claim.EndExpired(existing);
                    }
                    finally
                    {
                        Monitor.Exit(existing);
                    }
                }

                if (!claim.TryCover(_bytes))
                {
                    return SessionWriteStatus.Full;
                }
            }
            while (!claim.Table.TryAdd(entry));

            claim.Spend(_bytes);
            return SessionWriteStatus.Done;
        }
    }

    private readonly ref struct Writing<TStep>(string sessionId, TStep step) : IWrite
        where TStep : ISessionStep, allows ref struct
    {
        private readonly TStep _step = step;

        public void Try(ref RoomClaim claim, out SessionWriteResult result)
        {
            if (!claim.Table.TryEnter(sessionId, out var entry))
            {
                result = new(SessionWriteStatus.NotFound);
                return;
            }

            try
            {
                if (!entry.Life.IsLive(entry.Info, claim.Now, claim.Limits))
                {
                    claim.EndExpired(entry);
                    result = new(SessionWriteStatus.NotFound);
                    return;
                }

                claim.Begin(entry);
                _step.Run(entry, ref claim, out result);
                if (result.Status is SessionWriteStatus.Done)
                {
                    Settle(entry, ref claim, ref result);
                }
                else if (result.Status is SessionWriteStatus.Full && claim.MayEvict)
                {
                    // It is in use while room is made for it.
                    entry.Life.Touch(claim.Now);
                }
            }
            finally
            {
                Monitor.Exit(entry);
            }
        }

        private static void Settle(SessionEntry entry, ref RoomClaim claim, ref SessionWriteResult result)
        {
            claim.Spend(entry.Bytes);
            entry.Write(claim.Now);
            if (entry.Life.TryUse(entry.Info, claim.Now, claim.Limits, out _, out var isShorter) && isShorter)
            {
                claim.Table.Index.Hasten(entry);
            }

            if (TStep.TellsInfo)
            {
                result = result with { Info = entry.ShowInfo() };
            }
        }
    }
}
