using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>
/// Gives out turns to change what belongs to a key. Changes of one key run one after the other, in the order in which they asked.
/// Changes of different keys are independent.
/// </summary>
/// <remarks>
/// A turn that nobody else wants allocates nothing and takes no lock. Keys that nobody holds or waits for are not kept. A caller
/// that has a key's turn must not wait for another turn of the same key.
/// </remarks>
internal sealed class ChangeQueue
{
    /// <summary>Keys are divided into this many parts. Keys of one part that are wanted at the same time share a lock.</summary>
    private const int Parts = 128;

    private readonly Part[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Part())];

    /// <summary>Takes the turn if it is free.</summary>
    public bool TryEnter(string key, out Turn turn)
    {
        var part = PartOf(key);
        turn = new(part, key);
        return part.TryEnter(key);
    }

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled, and this caller does not have the turn.</exception>
    public ValueTask<Turn> EnterAsync(string key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Turn>(cancellationToken);
        }

        var part = PartOf(key);
        return part.TryEnter(key, out var waiter) ? new(new Turn(part, key)) : new(waiter.WaitAsync(cancellationToken));
    }

    /// <summary>How many keys are held.</summary>
    internal int Count => _parts.Sum(static part => part.Count);

    private Part PartOf(string key) => _parts[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Parts];

    /// <summary>The right to change what belongs to a key. The default value is a turn of nothing.</summary>
    internal readonly struct Turn(Part part, string key)
    {
        /// <summary>Gives the turn to the caller that has waited longest. It may be called only once.</summary>
        public void Leave() => part?.Leave(key);
    }

    /// <summary>
    /// Some of the keys. While at most one of them is held and nobody waits, it is kept alone and no lock is taken.
    /// </summary>
    internal sealed class Part
    {
        private static readonly object Several = new();

        private readonly Lock _gate = new();

        /// <summary>
        /// The keys that are held, each with its waiters, the longest wait first; null while there are none. Empty while a key is
        /// alone.
        /// </summary>
        private readonly Dictionary<string, LinkedList<Waiter>?> _waiting = new(0, StringComparer.Ordinal);

        // The key that is held alone, in the instance that its holder passed. Several while the dictionary must be looked at,
        // which begins and ends under the lock. Null while no key is held.
        private object? _alone;

        public int Count
        {
            get
            {
                lock (_gate)
                {
                    return Volatile.Read(ref _alone) is string ? 1 : _waiting.Count;
                }
            }
        }

        public bool TryEnter(string key)
        {
            if (Interlocked.CompareExchange(ref _alone, key, null) is null)
            {
                return true;
            }

            lock (_gate)
            {
                BeginSeveral();
                return _waiting.TryAdd(key, null);
            }
        }

        /// <summary>Takes the turn, or a place among the waiters.</summary>
        public bool TryEnter(string key, [NotNullWhen(false)] out Waiter? waiter)
        {
            waiter = null;
            if (Interlocked.CompareExchange(ref _alone, key, null) is null)
            {
                return true;
            }

            lock (_gate)
            {
                BeginSeveral();
                if (_waiting.TryAdd(key, null))
                {
                    return true;
                }

                waiter = new(this, key);
                (_waiting[key] ??= new()).AddLast(waiter.Node);
                return false;
            }
        }

        public void Leave(string key)
        {
            if (ReferenceEquals(Interlocked.CompareExchange(ref _alone, null, key), key))
            {
                return;
            }

            Waiter next;
            lock (_gate)
            {
                if (_waiting[key] is not { First: { } first } waiters)
                {
                    _waiting.Remove(key);
                    if (_waiting.Count is 0)
                    {
                        Volatile.Write(ref _alone, null);
                    }

                    return;
                }

                waiters.RemoveFirst();
                next = first.Value;
            }

            next.SetResult(new(this, key));
        }

        /// <summary>
        /// Moves a key that is held alone to the dictionary. From here on all keys are kept there. The lock is held.
        /// </summary>
        private void BeginSeveral()
        {
            // The holder of the key may leave at this moment, and another caller may take its place.
            var alone = Interlocked.Exchange(ref _alone, Several);
            if (alone is string key)
            {
                _waiting.Add(key, null);
            }
        }

        /// <summary>Removes a waiter. False where it has got its turn already.</summary>
        public bool TryRemove(string key, Waiter waiter)
        {
            lock (_gate)
            {
                if (waiter.Node.List is null)
                {
                    return false;
                }

                _waiting[key]!.Remove(waiter.Node);
                return true;
            }
        }
    }

    /// <summary>A caller that waits. The caller that leaves a turn does not run the next caller's work.</summary>
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
            // A cancellation that comes after the turn was given has no effect.
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
