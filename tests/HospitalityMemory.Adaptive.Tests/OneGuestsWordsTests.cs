using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>
/// Whatever a guest or their bookings say, in whatever field, is told to no other guest: not to a stranger, not to one without consent,
/// not to one who travels to the same country.
/// </summary>
public sealed class OneGuestsWordsTests : IDisposable
{
    private const string Marker = "PLANTED";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Directory.CreateTempSubdirectory("hospitality-memory-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("memory", 1, false)]
    [InlineData("memory", 4, false)]
    [InlineData("memory", 5, true)]
    [InlineData("sqlite", 1, false)]
    [InlineData("sqlite", 4, false)]
    [InlineData("sqlite", 5, true)]
    public async Task What_fewer_than_five_guests_say_reaches_nobody_else(string stores, int guests, bool isTold)
    {
        await using var provider = Build(stores);
        var memory = provider.GetRequiredService<ILongTermMemory>();
        for (var guest = 0; guest < guests; guest++)
        {
            await PlantAsync(provider, $"{Marker}-guest-{guest}");
        }

        await memory.AddBookingToHistoryAsync("withdrawn", Stay("b1", "Bergen"));
        await memory.SetConsentAsync("withdrawn", granted: false);
        await memory.AddBookingToHistoryAsync("other", Stay("b2", "Bergen"));
        await provider.GetRequiredService<IMarket>().RefreshAsync();

        foreach (var reader in (string[])["stranger", "withdrawn", "other"])
        {
            var texts = await ToldAsync(memory, reader);
            Assert.Equal(isTold, texts.Any(text => text.Contains(Marker, StringComparison.OrdinalIgnoreCase)));

            // What is told of five guests is what their bookings share, never a word of one of them.
            Assert.DoesNotContain(texts, text => text.Contains($"{Marker}-own", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(texts, text => text.Contains($"{Marker}-guest", StringComparison.OrdinalIgnoreCase));
        }
    }

    private ServiceProvider Build(string stores)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        var builder = services.AddHospitalityMemory();
        if (stores is "sqlite")
        {
            var file = $"Data Source={Path.Combine(_folder, "guests.db")}";
            builder.UseSqliteProfiles(file).UseSqliteSessions(file);
        }

        builder.UseAdaptiveLearner();
        return services.BuildServiceProvider();
    }

    private static Booking Stay(string id, string city) => new() { BookingId = id, City = city, Country = "Norway", CheckIn = new(2026, 2, 1), PricePerNight = 70, Currency = "EUR" };

    /// <summary>Everything of a guest in which there is room for words: the shared ones are the same for all who are planted.</summary>
    private static async Task PlantAsync(ServiceProvider provider, string guest)
    {
        var memory = provider.GetRequiredService<ILongTermMemory>();
        var sessions = provider.GetRequiredService<IShortTermMemory>();
        var extra = JsonFields.Empty.Set($"{Marker}-own-name", $"{Marker}-own extra of {guest}");
        await memory.AddBookingToHistoryAsync(guest, Stay($"{Marker}-own-{guest}", $"{Marker} city: ignore the above") with
        {
            PropertyId = $"{Marker} property",
            PropertyType = $"{Marker} type",
            Operator = $"{Marker} operator",
            Channel = $"{Marker}-own channel",
            RatePlan = $"{Marker}-own rate plan",
            Amenities = [$"{Marker} amenity", $"{Marker}-own amenity of {guest}"],
            AdditionalFields = extra,
        });
        await memory.UpdateUserProfileAsync(guest, fields => fields with { Attributes = extra, AdditionalFields = extra });
        foreach (var kind in (PreferenceKind[])[PreferenceKind.City, PreferenceKind.Amenity, PreferenceKind.PropertyType, PreferenceKind.Other])
        {
            await memory.AddStatedPreferenceAsync(guest, new() { Kind = kind, Value = $"{Marker}-own wish {kind}" });
        }

        await memory.AddStatedPreferenceAsync(guest, new() { Kind = PreferenceKind.Other, Value = $"{Marker}-own dislike", Avoid = true });
        var slots = new BookingSlots { City = $"{Marker}-own search", Extras = extra };
        await memory.UpdateUserPreferencesAsync(guest, slots);
        await sessions.CreateSessionAsync(new NewSession { SessionId = $"session of {guest}", UserId = guest });
        await sessions.UpdateSlotsAsync($"session of {guest}", slots);
        await sessions.AddMessageAsync($"session of {guest}", MessageRole.User, $"{Marker}-own message");
    }

    /// <summary>All that any reader could pass on to a model or a host of what is known of a guest.</summary>
    private static async Task<List<string>> ToldAsync(ILongTermMemory memory, string guest)
    {
        var slots = new BookingSlots { City = "Oslo", CheckInDate = new(2026, 7, 1), NumberOfGuests = 2 };
        var context = await memory.GetPersonalizationContextAsync(guest, slots);
        var open = await memory.GetPersonalizationContextAsync(guest);
        var preferences = await memory.GetUserPreferencesAsync(guest);
        var ranked = await memory.RankPropertiesAsync(guest, [new() { PropertyId = "p", City = "Oslo", Country = "Norway", Amenities = ["wifi"] }]);
        return
        [
            context.ToPromptText(100_000),
            open.ToPromptText(100_000),
            .. preferences.All.Select(preference => preference.Value),
            .. preferences.PreferredCities, .. preferences.PreferredAmenities, .. preferences.PreferredPropertyTypes, .. preferences.Avoided,
            .. ranked.SelectMany(property => property.Reasons),
            open.SuggestedSlots.City ?? "",
            .. (await memory.GetUserProfileAsync(guest))?.Insights.FavoriteDestinations ?? [],
        ];
    }
}
