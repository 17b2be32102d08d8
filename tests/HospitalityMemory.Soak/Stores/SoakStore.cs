namespace HospitalityMemory.Soak.Stores;

/// <summary>A store to run on, with what happens to it in the middle of the run.</summary>
internal abstract class SoakStore : IAsyncDisposable
{
    /// <summary>Whether another container must find what was acknowledged, as after a restart of the host.</summary>
    public virtual bool IsDurable => true;

    /// <summary>Whether calls may be refused for a while.</summary>
    public virtual bool IsDisturbed => false;

    /// <summary>Starts what the store needs.</summary>
    /// <returns>Why the store is not available; null where it is.</returns>
    public abstract Task<string?> StartAsync();

    public abstract void Choose(IHospitalityMemoryBuilder memory);

    /// <summary>Runs after a third of the time.</summary>
    /// <returns>What was done, for the output.</returns>
    public virtual Task<string> DisturbAsync() => Task.FromResult("runs");

    /// <summary>Runs after two thirds of the time.</summary>
    /// <returns>What was done, for the output.</returns>
    public virtual Task<string> MendAsync() => Task.FromResult("runs");

    public abstract ValueTask DisposeAsync();

    public static SoakStore Of(string name) => name switch
    {
        "memory" => new InMemoryStore(),
        "sqlite" => new SqliteStore(),
        "sqlite-full-disk" => new FullDiskStore(),
        "redis" => new RedisStore(isRestarted: false),
        "redis-restarted" => new RedisStore(isRestarted: true),
        _ => new FirestoreStore(),
    };
}

internal sealed class InMemoryStore : SoakStore
{
    public override bool IsDurable => false;

    public override Task<string?> StartAsync() => Task.FromResult<string?>(null);

    public override void Choose(IHospitalityMemoryBuilder memory)
    {
        // Nothing to choose: this is the default of a memory.
    }

    public override ValueTask DisposeAsync() => default;
}
