using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Storage;

/// <summary>The stores of this run.</summary>
/// <param name="Profiles">The store of profiles and bookings.</param>
/// <param name="Sessions">The store of sessions.</param>
internal sealed record ChosenStores(StoreChoice Profiles, StoreChoice Sessions)
{
    /// <summary>Says what is kept only in this process's memory although nobody asked for that; null if nothing is.</summary>
    public string? Note { get; private init; }

    /// <summary>The SQLite files among the stores.</summary>
    public IEnumerable<SqliteStore> Files => new[] { Profiles, Sessions }.OfType<SqliteStore>().DistinctBy(store => store.Path);

    /// <summary>Whether profiles are gone at the end of the run.</summary>
    public bool AreProfilesForgotten => Profiles is MemoryStore;

    /// <summary>The stores that the options name, or else a file of the user's own.</summary>
    /// <exception cref="UserErrorException">An option is no store, or two stores keep the same.</exception>
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

    /// <summary>A store that keeps only one of the two takes it first. A store that keeps both takes what is left.</summary>
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
