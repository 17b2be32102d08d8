using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>
/// Whose turn it is to change what has a key: changes of one key come one after the other, in the order in which they
/// asked, and those of different keys have nothing to do with each other.
/// </summary>
/// <remarks>
/// A turn that nobody else wants costs no allocation and takes no lock. Keys that nobody has or waits for are not kept. Whoever has a
/// key's turn must not wait for another one of it.
/// </remarks>
internal sealed class ChangeQueue
{
    /// <summary>Keys of different parts have nothing to do with each other; two of one part that are wanted at once share a lock.</summary>
    private const int Parts = 128;

    private readonly Part[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Part())];

    /// <summary>Takes the turn if nobody has it.</summary>
    public bool TryEnter(string key, out Turn turn)
    {
        var part = PartOf(key);
        turn = new(part, key);
        return part.TryEnter(key);
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
        return part.TryEnter(key, out var waiter) ? new(new Turn(part, key)) : new(waiter.WaitAsync(cancellationToken));
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

    /// <summary>Some of the keys. While one of them at most is wanted, and by one caller, that one stands alone and no lock is taken.</summary>
    internal sealed class Part
    {
        private static readonly object Several = new();

        private readonly Lock _gate = new();

        /// <summary>
        /// Each key that somebody has, with those who wait for it, the longest first; null for nobody yet. Empty while a key is alone.
        /// </summary>
        private readonly Dictionary<string, LinkedList<Waiter>?> _waiting = new(0, StringComparer.Ordinal);

        // The key that somebody has alone, in the very instance that they asked for; Several while the others are to be looked at,
        // which begins and ends under the lock; null while nobody has any.
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

        /// <summary>Takes the turn, or a place among those who wait for it.</summary>
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

        /// <summary>From here on whoever has a key is among the others. The lock is held.</summary>
        private void BeginSeveral()
        {
            // Who has the key alone may leave at this moment, and another one come.
            var alone = Interlocked.Exchange(ref _alone, Several);
            if (alone is string key)
            {
                _waiting.Add(key, null);
            }
        }

        /// <summary>Whether the waiter still waited, and does no more.</summary>
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
