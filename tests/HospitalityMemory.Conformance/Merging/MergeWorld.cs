using System.Text.Json.Nodes;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Conformance;

/// <summary>A memory over stores that break as told, and another server's memory over the same stores, which do not break for it.</summary>
public sealed class MergeWorld : IAsyncDisposable
{
    public const string From = "the guest who goes";
    public const string Into = "the guest who stays";

    private readonly ServiceProvider _other;
    private readonly ServiceProvider _provider;
    private readonly FaultInjectingProfileStore _profiles;
    private readonly FaultInjectingSessionStore _sessions;

    /// <param name="stores">The stores.</param>
    /// <param name="configure">Changes the settings; null to leave them.</param>
    public MergeWorld(IRawStores stores, Action<HospitalityMemoryOptions>? configure = null)
    {
        Stores = stores;
        var others = Services(configure, out var builder);
        stores.Use(builder);
        _other = others.BuildServiceProvider();
        _profiles = new(_other.GetRequiredService<IProfileStore>());
        _sessions = new(_other.GetRequiredService<ISessionStore>());
        var services = Services(configure, out builder);
        builder.UseProfileStore(_ => _profiles).UseSessionStore(_ => _sessions);
        _provider = services.BuildServiceProvider();
    }

    public IRawStores Stores { get; }

    public FakeTimeProvider Clock { get; } = new ImpatientClock(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public IMemoryAdministration Administration => _provider.GetRequiredService<IMemoryAdministration>();

    public ILongTermMemory LongTerm => _provider.GetRequiredService<ILongTermMemory>();

    public IShortTermMemory ShortTerm => _provider.GetRequiredService<IShortTermMemory>();

    public IGuestMemory Guests => _provider.GetRequiredService<IGuestMemory>();

    /// <summary>Another server's memory.</summary>
    public IServiceProvider Other => _other;

    public static Booking Stay(string id, string city, int daysFromMarch = 0) => new()
    {
        BookingId = id,
        City = city,
        CheckIn = new DateOnly(2025, 3, 1).AddDays(daysFromMarch),
        CheckOut = new DateOnly(2025, 3, 4).AddDays(daysFromMarch),
        PricePerNight = 100,
        Currency = "EUR",
    };

    public ValueTask<GuestMerge> MergeAsync() => Administration.MergeGuestsAsync(From, Into);

    public ValueTask<GuestMerge> PreviewAsync() => Administration.PreviewMergeGuestsAsync(From, Into);

    public void BreakWith(Fault fault) => (_profiles.Fault, _sessions.Fault) = (fault, fault);

    /// <summary>Two guests who have something of everything, some of it in common.</summary>
    public async Task PrepareAsync()
    {
        await LongTerm.AddBookingsToHistoryAsync(Into, [Stay("b1", "Oslo"), Stay("b2", "Bergen", 10), Stay("both", "Rome", 20), Stay("own", "Oslo", 90)]);
        await LongTerm.UpdateUserProfileAsync(Into, fields => fields with { Attributes = fields.Attributes.Set("language", "no").Set("name", "Anna") });
        await StateAsync(Into, "sea view");
        await LongTerm.UpdateUserPreferencesAsync(Into, new() { City = "Paris", CheckInDate = new(2026, 5, 1) });
        await ShortTerm.CreateSessionAsync("session of the one who stays", Into);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await LongTerm.AddBookingsToHistoryAsync(
            From, [Stay("b1", "Lisbon", 40), Stay("f2", "Porto", 50), Stay("both", "Rome", 20) with { GuestRating = 5 }, Stay("f3", "Porto", 60) with { Status = BookingStatus.Cancelled }]);
        await LongTerm.UpdateUserProfileAsync(From, fields => fields with { Attributes = fields.Attributes.Set("language", "pt").Set("tier", "gold") });
        await StateAsync(From, "quiet room");
        await LongTerm.UpdateUserPreferencesAsync(From, new() { City = "Madrid", CheckInDate = new(2026, 6, 1) });
        await LongTerm.SetConsentAsync(From, granted: true);
        foreach (var id in (string[])["s1", "s2"])
        {
            await ShortTerm.CreateSessionAsync(id, From);
            await ShortTerm.UpdateSlotsAsync(id, new() { City = "Porto" });
            await ShortTerm.AddMessageAsync(id, MessageRole.User, $"a word in {id}");
        }

        Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public async Task StateAsync(string guest, string wish, bool avoid = false) =>
        await LongTerm.AddStatedPreferenceAsync(guest, new() { Kind = PreferenceKind.Other, Value = wish, Avoid = avoid });

    public async Task<IReadOnlyDictionary<string, Booking>> BookingsAsync(string guest = Into)
    {
        var bookings = new Dictionary<string, Booking>();
        await foreach (var booking in LongTerm.GetBookingHistoryAsync(guest))
        {
            bookings.Add(booking.BookingId, booking);
        }

        return bookings;
    }

    public async Task<IReadOnlyList<string>> SessionsAsync(string guest)
    {
        var ids = new List<string>();
        await foreach (var session in ShortTerm.ListUserSessionsAsync(guest))
        {
            Assert.Equal(guest, session.UserId);
            ids.Add(session.SessionId);
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }

    /// <summary>All that is held on a guest, but for what differs with each write: versions and the moment of the last one.</summary>
    public async Task<string> ContentAsync(string guest)
    {
        var export = JsonNode.Parse(await Guests.ExportGuestAsync(guest))!.AsObject();
        export.Remove("exported_at");
        foreach (var part in export["sessions"]!.AsArray().Append(export["profile"]).OfType<JsonObject>())
        {
            foreach (var field in (string[])["updated_at", "last_active_at", "expires_at", "version"])
            {
                part.Remove(field);
            }
        }

        foreach (var list in (string[])["bookings", "sessions"])
        {
            JsonNode[] sorted = [.. export[list]!.AsArray().Select(node => node!.DeepClone()).OrderBy(node => node.ToJsonString(), StringComparer.Ordinal)];
            export[list] = new JsonArray(sorted);
        }

        return export.ToJsonString();
    }

    /// <summary>Both guests.</summary>
    public async Task<string> ContentAsync() => $"{await ContentAsync(From)}\n{await ContentAsync(Into)}";

    public async Task AssertGoneAsync(string guest = From)
    {
        Assert.Null(await LongTerm.GetUserProfileAsync(guest));
        Assert.Empty(await BookingsAsync(guest));
        Assert.Empty(await SessionsAsync(guest));
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _other.DisposeAsync();
        await Stores.DisposeAsync();
    }

    private ServiceCollection Services(Action<HospitalityMemoryOptions>? configure, out IHospitalityMemoryBuilder builder)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        builder = services.AddHospitalityMemory(options =>
        {
            options.Application = "inn";
            options.ShortTerm.Timeout = options.LongTerm.Timeout = Timeout.InfiniteTimeSpan;
            configure?.Invoke(options);
        });
        return services;
    }
}

/// <summary>Stores in this process, of which nothing lies anywhere.</summary>
public sealed class NoRawStores : IRawStores
{
    public void Use(IHospitalityMemoryBuilder builder)
    {
    }

    public Task<IReadOnlyList<byte[]>> DumpAsync() => Task.FromResult<IReadOnlyList<byte[]>>([]);

    public ValueTask DisposeAsync() => default;
}
