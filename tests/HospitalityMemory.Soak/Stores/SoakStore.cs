namespace HospitalityMemory.Soak.Stores;

/// <summary>A store to run on, and what happens to it in the middle.</summary>
internal abstract class SoakStore : IAsyncDisposable
{
    /// <summary>Whether what was acknowledged is looked for by another container, as after a restart of the host.</summary>
    public virtual bool IsDurable => true;

    /// <summary>Whether calls may be refused for a while.</summary>
    public virtual bool IsDisturbed => false;

    /// <summary>Starts what it needs.</summary>
    /// <returns>Why it cannot be had; null where it can.</returns>
    public abstract Task<string?> StartAsync();

    public abstract void Choose(IHospitalityMemoryBuilder memory);

    /// <summary>Done after a third of the time.</summary>
    /// <returns>What was done, for the eye.</returns>
    public virtual Task<string> DisturbAsync() => Task.FromResult("runs");

    /// <summary>Done after two thirds of the time.</summary>
    /// <returns>What was done, for the eye.</returns>
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
        // It is what a memory has without a choice.
    }

    public override ValueTask DisposeAsync() => default;
}
