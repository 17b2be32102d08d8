using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks.Contention;

/// <summary>What many tasks change at the same time.</summary>
internal enum ContentionSubject
{
    Session,
    Guest,
}

/// <summary>The place of what is changed.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Address">Its connection string or host.</param>
/// <param name="Subject">The kind of data that is changed.</param>
/// <param name="Key">The id of the session or guest.</param>
internal sealed record ContentionTarget(string Store, string Address, ContentionSubject Subject, string Key = "");

/// <summary>A memory over a store, and the one session or guest in it.</summary>
internal sealed class ContentionMemory : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ServiceProvider _provider;
    private readonly IShortTermMemory _shortTerm;
    private readonly ILongTermMemory _longTerm;

    public ContentionMemory(ContentionTarget target)
    {
        Target = target;
        var services = new ServiceCollection();
        var builder = services.AddHospitalityMemory(options => (options.ShortTerm.Timeout, options.LongTerm.Timeout) = (Limit, Limit));
        _ = target.Store switch
        {
            "sqlite" => builder.UseSqliteSessions(target.Address).UseSqliteProfiles(target.Address),
            "redis" => builder.UseRedisSessions(target.Address),
            "firestore" => builder.UseFirestoreProfiles("contention", static _ => new("unused"), options => options.EmulatorHost = target.Address),
            _ => builder,
        };
        _provider = services.BuildServiceProvider();
        _shortTerm = _provider.GetRequiredService<IShortTermMemory>();
        _longTerm = _provider.GetRequiredService<ILongTermMemory>();
    }

    public ContentionTarget Target { get; }

    public async Task PrepareAsync()
    {
        if (Target.Subject is ContentionSubject.Session)
        {
            await _shortTerm.CreateSessionAsync(Target.Key);
        }
        else
        {
            await _longTerm.InitializeUserProfileAsync(Target.Key);
        }
    }

    /// <summary>The calls of one turn. The first changes what all tasks change.</summary>
    public IReadOnlyList<Func<int, ValueTask>> Turn(string task) => Target.Subject is ContentionSubject.Session
        ?
        [
            // A value that the slot does not have yet: setting the same one would change nothing.
            async turn => await _shortTerm.UpdateSlotsAsync(
                Target.Key, new BookingSlots { Extras = JsonFields.Empty.Set("latest", $"{task}-{turn}") }),
            async _ => await _shortTerm.AddMessageAsync(Target.Key, MessageRole.User, "Four guests, quiet and central."),
        ]
        :
        [
            async turn => await _longTerm.AddBookingToHistoryAsync(Target.Key, Stores.SampleBookings.Numbered(turn) with { BookingId = $"{task}-{turn}" }),
        ];

    /// <summary>How many changes are stored.</summary>
    public async Task<long> CountChangesAsync() => Target.Subject is ContentionSubject.Session
        ? (await _shortTerm.PeekSessionAsync(Target.Key))!.Version - 1
        : (await _longTerm.GetUserProfileAsync(Target.Key))!.Insights.BookingCount;

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
