using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;

namespace HospitalityMemory.Firestore.Tests;

[Collection(UsesEmulator.Name)]
public sealed class ProfileDamageTests(FirestoreEmulator emulator) : ProfileDamageConformance
{
    [SkippableFact]
    public async Task A_booking_under_anothers_key_is_served_as_nobodys()
    {
        using var damage = new Damage(emulator.Host);
        await using var memory = new DamagedMemory(damage.Open);
        await memory.LongTerm.AddBookingToHistoryAsync("alice", ProfileSamples.Booking("b1"));
        await memory.LongTerm.AddBookingToHistoryAsync("bob", ProfileSamples.Booking("b2"));
        await damage.CopyAsync(damage.Paths.Booking("alice", "b1"), damage.Paths.Booking("bob", "b1"));
        await damage.CopyAsync(damage.Paths.Booking("alice", "b1"), damage.Paths.Booking("alice", "b3"));

        foreach (var guest in (string[])["alice", "bob"])
        {
            await memory.ThrowsAsync<MisplacedDataException>(
                async () =>
                {
                    await foreach (var _ in memory.LongTerm.GetBookingHistoryAsync(guest))
                    {
                    }
                },
                "firestore", StoredDataKind.Booking, guest);
        }

        await memory.ThrowsAsync<MisplacedDataException>(
            async () => await memory.LongTerm.RateBookingAsync("bob", "b1", 5), "firestore", StoredDataKind.Booking, "bob");
    }

    [SkippableTheory]
    [InlineData("""{"booleanValue":false}""")]
    [InlineData("""{"nullValue":null}""")]
    [InlineData("""{"stringValue":"true"}""")]
    public async Task Only_true_marks_a_guest_who_is_being_erased(string value)
    {
        using var damage = new Damage(emulator.Host);
        await using var memory = new DamagedMemory(damage.Open);
        await memory.LongTerm.AddBookingToHistoryAsync("alice", ProfileSamples.Booking("b1"));
        await damage.PatchAsync($"{damage.Paths.User("alice")}?updateMask.fieldPaths=erasing", $"{{\"fields\":{{\"erasing\":{value}}}}}");
        await using var again = new DamagedMemory(damage.Open);

        Assert.Equal("b1", Assert.Single((await again.LongTerm.GetUserProfileAsync("alice"))!.BookingHistory).BookingId);
        await again.LongTerm.AddBookingToHistoryAsync("alice", ProfileSamples.Booking("b2"));
        Assert.Equal(2, (await again.LongTerm.GetUserProfileAsync("alice"))!.Insights.BookingCount);
        Assert.Equal(2, (await ProfileSamples.BookingsAsync(damage.Open(), "alice")).Count);
        Assert.Equal(0, await again.LongTerm.CleanupInactiveProfilesAsync(TimeSpan.FromDays(1)));
    }

    [SkippableFact]
    public async Task A_word_of_the_guest_that_cannot_be_told_counts_as_a_refusal()
    {
        using var damage = new Damage(emulator.Host);
        await using var memory = new DamagedMemory(damage.Open);
        await memory.LongTerm.AddBookingToHistoryAsync("alice", ProfileSamples.Booking("b1"));
        await damage.PatchAsync($"{damage.Paths.User("alice")}?updateMask.fieldPaths=consent", """{"fields":{"consent":{"integerValue":"1"}}}""");

        await using var again = new DamagedMemory(damage.Open);
        var rebuilt = await again.LongTerm.InitializeUserProfileAsync("alice");

        Assert.Equal(ConsentStatus.Withdrawn, rebuilt.Consent);
        Assert.Empty(rebuilt.Preferences.All);
        Assert.Single(rebuilt.BookingHistory);
    }

    protected override IProfileDamage Create() => new Damage(emulator.Host);

    private sealed class Damage(string host) : IProfileDamage
    {
        private static readonly HttpClient Http = new();

        private readonly string _project = FirestoreEmulator.NewProject();
        private readonly List<TestStore> _opened = [];

        public FirestorePaths Paths => new(_project, "(default)", "inn");

        public IProfileStore Open()
        {
            var opened = new TestStore(host, project: _project, application: "inn");
            _opened.Add(opened);
            return opened.Store;
        }

        public Task TearProfileAsync(string userId) =>
            PatchAsync($"{Paths.User(userId)}?updateMask.fieldPaths=created_at", """{"fields":{"created_at":{"booleanValue":true}}}""");

        public Task TearBookingAsync(string userId, string bookingId) =>
            PatchAsync($"{Paths.Booking(userId, bookingId)}?updateMask.fieldPaths=city", """{"fields":{}}""");

        public Task MakeNewerAsync(string userId) =>
            PatchAsync($"{Paths.User(userId)}?updateMask.fieldPaths=schema_version", """{"fields":{"schema_version":{"integerValue":"99"}}}""");

        public Task MisplaceProfileAsync(string userId, string toUserId) => CopyAsync(Paths.User(userId), Paths.User(toUserId));

        public async Task CopyAsync(string from, string to)
        {
            using var request = Request(HttpMethod.Get, from);
            using var response = await Http.SendAsync(request);
            var document = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
            await PatchAsync(to, new JsonObject { ["fields"] = document!["fields"]!.DeepClone() }.ToJsonString());
        }

        public async Task PatchAsync(string name, string document)
        {
            using var request = Request(HttpMethod.Patch, name);
            request.Content = new StringContent(document, Encoding.UTF8, "application/json");
            using var response = await Http.SendAsync(request);
            response.EnsureSuccessStatusCode();
        }

        public void Dispose() => _opened.ForEach(store => store.Dispose());

        private HttpRequestMessage Request(HttpMethod method, string name)
        {
            var request = new HttpRequestMessage(method, $"http://{host}/v1/{name}");
            request.Headers.Authorization = new("Bearer", "owner");
            return request;
        }
    }
}
