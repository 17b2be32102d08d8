namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Locks by session. A cache needs them in order to lose no update, as it can replace a value but not change it. Without them it
/// is faster and loses updates; both are measured.
/// </summary>
internal sealed class WriteLocks(bool isUsed)
{
    private readonly Lock[] _locks = [.. Enumerable.Range(0, 4096).Select(_ => new Lock())];

    public Scope Enter(string sessionId) => isUsed ? new(_locks[(uint)sessionId.GetHashCode() % (uint)_locks.Length]) : default;

    internal readonly ref struct Scope
    {
        private readonly Lock? _lock;

        public Scope(Lock @lock)
        {
            _lock = @lock;
            @lock.Enter();
        }

        public void Dispose() => _lock?.Exit();
    }
}
