using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Storage;

/// <summary>Where this run keeps what it is told.</summary>
/// <param name="Profiles">What keeps profiles and bookings.</param>
/// <param name="Sessions">What keeps sessions.</param>
internal sealed record ChosenStores(StoreChoice Profiles, StoreChoice Sessions)
{
    /// <summary>What is kept in this process's memory though nobody asked for it; null for nothing.</summary>
    public string? Note { get; private init; }

    /// <summary>The SQLite files among them.</summary>
    public IEnumerable<SqliteStore> Files => new[] { Profiles, Sessions }.OfType<SqliteStore>().DistinctBy(store => store.Path);

    /// <summary>Whether all is gone at the end of the run.</summary>
    public bool AreProfilesForgotten => Profiles is MemoryStore;

    /// <summary>What the options say; without any it is a file of the user's own.</summary>
    /// <exception cref="UserErrorException">An option is no store, or two keep the same.</exception>
    public static ChosenStores Of(StoreSettings settings)
    {
        var stores = settings.Stores.Select(StoreAddress.Parse).ToList();
        if (settings.Database is { } file)
        {
            stores.Add(SqliteStore.At(file));
        }

        if (settings.IsInMemory)
        {
            stores.Add(new MemoryStore());
        }

        return stores is [] ? new(SqliteStore.Default, SqliteStore.Default) : Assign(stores);
    }

    public void Register(IHospitalityMemoryBuilder memory)
    {
        Profiles.Prepare();
        Sessions.Prepare();
        Profiles.UseProfiles(memory);
        Sessions.UseSessions(memory);
    }

    /// <summary>Stores that keep one of the two come first; one that keeps both takes what they leave.</summary>
    private static ChosenStores Assign(List<StoreChoice> stores)
    {
        StoreChoice? profiles = null;
        StoreChoice? sessions = null;
        foreach (var store in stores.OrderBy(store => store is { KeepsProfiles: true, KeepsSessions: true }))
        {
            var takesProfiles = store.KeepsProfiles && profiles is null;
            var takesSessions = store.KeepsSessions && sessions is null;
            if (!takesProfiles && !takesSessions)
            {
                var other = store.KeepsProfiles ? profiles! : sessions!;
                throw UserErrorException.Usage(
                    $"{other.Text} and {store.Text} both keep {KeptBy(store)}. Name one store of each: --store redis://HOST for sessions, --store firestore:PROJECT for profiles; sqlite:FILE and memory keep both.");
            }

            profiles = takesProfiles ? store : profiles;
            sessions = takesSessions ? store : sessions;
        }

        return new(profiles ?? new MemoryStore(), sessions ?? new MemoryStore())
        {
            Note = profiles is null ? NoteOf(sessions!, "profiles and bookings")
                : sessions is null ? NoteOf(profiles, "sessions")
                : null,
        };
    }

    private static string KeptBy(StoreChoice store) =>
        store is { KeepsProfiles: true, KeepsSessions: true } ? "profiles and sessions" : store.KeepsProfiles ? "profiles" : "sessions";

    private static string NoteOf(StoreChoice store, string others) =>
        $"{store.Text} does not keep {others}: they are gone at the end of this run. A second store keeps them, such as --store sqlite:guests.db; --store memory says that this is meant.";
}
