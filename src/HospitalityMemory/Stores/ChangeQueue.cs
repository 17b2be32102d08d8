namespace HospitalityMemory.Stores;

/// <summary>
/// Whose turn it is to change what has a key: changes of one key come one after the other, in the order in which they
/// asked, and those of different keys have nothing to do with each other.
/// </summary>
/// <remarks>
/// A turn that nobody else wants costs no allocation. Keys that nobody has or waits for are not kept. Whoever has a key's
/// turn must not wait for another one of it.
/// </remarks>
internal sealed class ChangeQueue
{
    /// <summary>Only looking a key up is done under a lock, and keys of different parts do not meet there.</summary>
    private const int Parts = 64;

    private readonly Part[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Part())];

    /// <summary>Takes the turn if nobody has it.</summary>
    public bool TryEnter(string key, out Turn turn)
    {
        var part = PartOf(key);
        lock (part.Gate)
        {
            turn = new(part, key);
            return part.Waiting.TryAdd(key, null);
        }
    }

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and the turn is not this caller's.</exception>
    public ValueTask<Turn> EnterAsync(string key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Turn>(cancellationToken);
        }

        var part = PartOf(key);
        Waiter waiter;
        lock (part.Gate)
        {
            if (part.Waiting.TryAdd(key, null))
            {
                return new(new Turn(part, key));
            }

            waiter = new(part, key);
            (part.Waiting[key] ??= new()).AddLast(waiter.Node);
        }

        return new(waiter.WaitAsync(cancellationToken));
    }

    /// <summary>How many keys somebody has.</summary>
    internal int Count => _parts.Sum(static part => part.Count);

    private Part PartOf(string key) => _parts[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Parts];

    /// <summary>The right to change what has a key. Default is a turn of nothing.</summary>
    internal readonly struct Turn(Part part, string key)
    {
        /// <summary>Gives it to who has waited longest. Once, and no more.</summary>
        public void Leave() => part?.Leave(key);
    }

    internal sealed class Part
    {
        public Lock Gate { get; } = new();

        /// <summary>Each key that somebody has, with those who wait for it, the longest first; null for nobody yet.</summary>
        public Dictionary<string, LinkedList<Waiter>?> Waiting { get; } = new(StringComparer.Ordinal);

        public int Count
        {
            get
            {
                lock (Gate)
                {
                    return Waiting.Count;
                }
            }
        }

        public void Leave(string key)
        {
            Waiter next;
            lock (Gate)
            {
                if (Waiting[key] is not { First: { } first } waiters)
                {
                    Waiting.Remove(key);
                    return;
                }

                waiters.RemoveFirst();
                next = first.Value;
            }

            next.SetResult(new(this, key));
        }

        /// <summary>Whether the waiter still waited, and does no more.</summary>
        public bool TryRemove(string key, Waiter waiter)
        {
            lock (Gate)
            {
                if (waiter.Node.List is null)
                {
                    return false;
                }

                Waiting[key]!.Remove(waiter.Node);
                return true;
            }
        }
    }

    /// <summary>One who waits. Who leaves a turn does not run the next one's work.</summary>
    internal sealed class Waiter : TaskCompletionSource<Turn>
    {
        private readonly Part _part;
        private readonly string _key;

        public Waiter(Part part, string key)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            (_part, _key) = (part, key);
            Node = new(this);
        }

        public LinkedListNode<Waiter> Node { get; }

        public async Task<Turn> WaitAsync(CancellationToken cancellationToken)
        {
            // A turn that came first is kept, however late it is noticed.
            using var registration = cancellationToken.UnsafeRegister(
                static (waiter, token) => ((Waiter)waiter!).Cancel(token), this);
            return await Task.ConfigureAwait(false);
        }

        private void Cancel(CancellationToken cancellationToken)
        {
            if (_part.TryRemove(_key, this))
            {
                SetCanceled(cancellationToken);
            }
        }
    }
}
