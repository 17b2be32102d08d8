namespace HospitalityMemory.ConsoleSample.Storage;

/// <summary>One store as the command line names it.</summary>
internal abstract record StoreChoice
{
    /// <summary>The store's name in messages, without passwords.</summary>
    public abstract string Text { get; }

    public virtual bool KeepsProfiles => true;

    public virtual bool KeepsSessions => true;

    /// <summary>The call that keeps profiles there, as the story shows it; null if no call is needed.</summary>
    public virtual string? ProfilesCall => null;

    /// <summary>The call that keeps sessions there, as the story shows it; null if no call is needed.</summary>
    public virtual string? SessionsCall => null;

    /// <summary>Prepares what the store needs before it is opened.</summary>
    public virtual void Prepare()
    {
    }

    public virtual void UseProfiles(IHospitalityMemoryBuilder memory)
    {
    }

    public virtual void UseSessions(IHospitalityMemoryBuilder memory)
    {
    }
}

/// <summary>This process's memory. The library uses it without any call.</summary>
internal sealed record MemoryStore : StoreChoice
{
    public override string Text => StoreAddress.Memory;
}
