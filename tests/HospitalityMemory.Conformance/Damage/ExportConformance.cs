using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Conformance;

/// <summary>Stores whose raw content a test can see.</summary>
public interface IRawStores : IAsyncDisposable
{
    /// <summary>Chooses them; what is not chosen is kept in memory.</summary>
    /// <param name="builder">The memory.</param>
    void Use(IHospitalityMemoryBuilder builder);

    /// <summary>All that they hold, as it lies there: files, keys with their values, documents with their names.</summary>
    Task<IReadOnlyList<byte[]>> DumpAsync();
}

/// <summary>An export holds all that was written, and after an erasure nothing of it lies anywhere.</summary>
public abstract class ExportConformance
{
    private static readonly string[] Cities = ["Lisbon", "Porto", "Rome"];

    /// <summary>Empty stores. Skips the test where their server is not there.</summary>
    protected abstract IRawStores Create();

    [SkippableFact]
    public async Task What_was_written_is_exported_and_what_was_erased_is_nowhere()
    {
        // A server that is not there skips the test here: within the samples that would be a failure.
        await Create().DisposeAsync();

        Gen.Int[0, int.MaxValue - 1].Sample(
            seed => CheckAsync(seed).GetAwaiter().GetResult(), iter: Math.Max(4, Fuzzing.Iterations / 1_000), threads: 1);
    }

    private async Task CheckAsync(int seed)
    {
        await using var stores = Create();
        var services = new ServiceCollection();
        stores.Use(services.AddHospitalityMemory(options =>
        {
            options.ShortTerm.Timeout = options.LongTerm.Timeout = Timeout.InfiniteTimeSpan;
            options.ShortTerm.MaxMessages = 5;
        }));
        await using var provider = services.BuildServiceProvider();
        var random = new Random(seed);
        var (erased, kept) = ($"erased-{seed}-guest", $"kept-{seed}-guest");
        var before = new Dictionary<string, Written>();
        foreach (var guest in (string[])[erased, kept])
        {
            before[guest] = await WriteAsync(provider, guest, random);
            await AssertExportedAsync(provider, guest, before[guest]);
        }

        var planted = (string[])[erased, $"of {erased}"];
        Assert.Contains(await stores.DumpAsync(), content => planted.Any(secret => Holds(content, secret)));

        var receipt = await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync(erased);

        Assert.True(receipt.IsComplete);
        foreach (var content in await stores.DumpAsync())
        {
            Assert.All(planted, secret => Assert.False(Holds(content, secret), $"{secret} is left"));
        }

        await AssertExportedAsync(provider, kept, before[kept]);
        Assert.Equal(
            """null [] [] []""",
            string.Join(' ', new[] { "profile", "bookings", "sessions", "unreadable" }.Select(part => Part(provider, erased, part).Result)));
    }

    private static async Task<string> Part(IServiceProvider provider, string guest, string name) =>
        JsonNode.Parse(await provider.GetRequiredService<IGuestMemory>().ExportGuestAsync(guest))![name]?.ToJsonString() ?? "null";

    private static async Task<Written> WriteAsync(IServiceProvider provider, string guest, Random random)
    {
        var longTerm = provider.GetRequiredService<ILongTermMemory>();
        var shortTerm = provider.GetRequiredService<IShortTermMemory>();
        var bookings = new List<Booking>();
        for (var number = random.Next(0, 30); number > 0; number--)
        {
            bookings.Add((await longTerm.AddBookingToHistoryAsync(guest, new()
            {
                BookingId = $"booking {number} of {guest}",
                City = Cities[random.Next(Cities.Length)],
                CheckIn = new DateOnly(2025, 1, 1).AddDays(random.Next(0, 900)),
                PropertyId = $"house of {guest}",
                PricePerNight = random.Next(1, 90_000) / 100m,
                Currency = "EUR",
                Guests = random.Next(1, 9),
                Amenities = [$"pool of {guest}", "wifi"],
                AdditionalFields = JsonFields.Empty.Set("note", $"a word of {guest}"),
            })).Booking);
        }

        await longTerm.UpdateUserProfileAsync(
            (await longTerm.InitializeUserProfileAsync(guest)).UserId, fields => fields with { Attributes = fields.Attributes.Set("name", $"name of {guest}") });
        await longTerm.AddStatedPreferenceAsync(guest, new() { Kind = PreferenceKind.Other, Value = $"quiet rooms of {guest}" });
        var sessions = new Dictionary<string, Session>();
        for (var number = random.Next(1, 6); number > 0; number--)
        {
            var id = $"session {number} of {guest}";
            await shortTerm.CreateSessionAsync(id, guest);
            await shortTerm.UpdateSlotsAsync(id, new() { City = $"a town of {guest}" });
            for (var message = random.Next(0, 12); message > 0; message--)
            {
                await shortTerm.AddMessageAsync(id, message % 2 is 0 ? MessageRole.User : MessageRole.Assistant, $"message {message} of {guest} {new string('x', random.Next(0, 600))}");
            }

            sessions.Add(id, (await shortTerm.PeekSessionAsync(id))!);
        }

        return new((await longTerm.GetUserProfileAsync(guest))!, bookings, sessions);
    }

    private static async Task AssertExportedAsync(IServiceProvider provider, string guest, Written written)
    {
        var export = JsonNode.Parse(await provider.GetRequiredService<IGuestMemory>().ExportGuestAsync(guest))!.AsObject();
        Assert.Equal(["schema_version", "user_id", "exported_at", "profile", "bookings", "sessions", "unreadable"], export.Select(field => field.Key));
        Assert.Empty(export["unreadable"]!.AsArray());
        AssertSame(written.Profile.ToJson(), export["profile"]!);
        var bookings = export["bookings"]!.AsArray().Select(node => MemoryJson.ReadBooking(Encoding.UTF8.GetBytes(node!.ToJsonString())));
        Assert.Equal(
            written.Bookings.Select(ProfileSamples.Text).Order(StringComparer.Ordinal), bookings.Select(ProfileSamples.Text).Order(StringComparer.Ordinal));
        Assert.Equal(
            written.Sessions.Keys.Order(StringComparer.Ordinal), export["sessions"]!.AsArray().Select(node => (string)node!["session_id"]!).Order(StringComparer.Ordinal));
        foreach (var session in export["sessions"]!.AsArray())
        {
            AssertSame(written.Sessions[(string)session!["session_id"]!].ToJson(), session);
        }
    }

    private static void AssertSame(string expected, JsonNode actual)
    {
        using var one = JsonDocument.Parse(expected);
        using var other = JsonDocument.Parse(actual.ToJsonString());
        Assert.True(JsonElement.DeepEquals(one.RootElement, other.RootElement), $"{expected}\n{actual.ToJsonString()}");
    }

    private static bool Holds(byte[] content, string secret) => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0;

    private sealed record Written(UserProfile Profile, IReadOnlyList<Booking> Bookings, IReadOnlyDictionary<string, Session> Sessions);
}
