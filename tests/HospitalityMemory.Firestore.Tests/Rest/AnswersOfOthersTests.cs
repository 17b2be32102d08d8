using System.Net;
using System.Text;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Conformance;

namespace HospitalityMemory.Firestore.Tests.Rest;

/// <summary>A server, or something on the way to it, confuses two paths. Nothing of its answer is used.</summary>
public sealed class AnswersOfOthersTests : IDisposable
{
    private const string Time = "2026-03-01T12:00:00.000001Z";

    private readonly string _project = FirestoreEmulator.NewProject();
    private readonly List<TestStore> _stores = [];

    public static TheoryData<string> Elsewhere { get; } = new(
        Bookings("other", "b"),
        Bookings("guest ", "b"),
        $"{Bookings("guest", "b")}/bookings/b",
        $"{User("guest")}/bookings/",
        $"{User("guest")}/searches/{Id("b")}",
        $"applications/{Id("blue")}/{Bookings("guest", "b")}",
        User("guest"),
        User("other"));

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task A_booking_that_is_not_the_guests_is_no_answer(string path)
    {
        var reads = new Func<IProfileStore, Task>[]
        {
            async store => await store.GetBookingsBeforeAsync("guest", null, 10, CancellationToken.None),
            async store => await store.FindBookingsAsync("guest", ["b"], CancellationToken.None),
        };
        foreach (var read in reads)
        {
            var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => read(StoreOf(Found(path))));
            AssertSaysWhereAndNotWho(error, "'bookings'");
        }
    }

    [Fact]
    public async Task A_profile_that_is_not_the_guests_is_no_answer()
    {
        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await StoreOf(Found(User("guest "))).GetAsync("guest", CancellationToken.None));
        AssertSaysWhereAndNotWho(error, "'users'");

        error = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await StoreOf(Found(Bookings("other", "b"))).GetForUpdateAsync("guest", "b", CancellationToken.None));
        AssertSaysWhereAndNotWho(error, "'users', 'bookings'");
    }

    [Fact]
    public async Task Nothing_of_another_is_deleted()
    {
        var handler = new AnsweringHandler(Found(User("guest")), Found(Bookings("other", "b")));

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await StoreOf(handler).DeleteAsync("guest", CancellationToken.None));

        AssertSaysWhereAndNotWho(error, "'bookings'");
        Assert.EndsWith(":runQuery", handler.Last!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cleanup_deletes_no_guest_of_another_application()
    {
        var handler = new AnsweringHandler(Found($"applications/{Id("blue")}/{User("guest")}"));

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await ProfileSamples.DeleteInactiveAsync(StoreOf(handler), ProfileSamples.Now, new DateOnly(2026, 3, 1)));

        AssertSaysWhereAndNotWho(error, "'users'");
        Assert.Equal(1, handler.Requests);
    }

    [Fact]
    public async Task Sums_of_another_application_are_not_added_up()
    {
        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(async () =>
        {
            await foreach (var _ in Open(new AnsweringHandler(Found($"applications/{Id("blue")}/named_sums/0.0"))).Sums.ReadAsync(CancellationToken.None))
            {
                Assert.Fail("There are none.");
            }
        });

        AssertSaysWhereAndNotWho(error, "'named_sums'");
    }

    private static void AssertSaysWhereAndNotWho(MemoryUnavailableException error, string collections)
    {
        Assert.StartsWith("Firestore answered ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"asked for in {collections}.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("id-", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("guest", error.Message, StringComparison.Ordinal);
    }

    private static string Id(string id) => FirestoreNames.EncodeId(id);

    private static string User(string userId) => $"users/{Id(userId)}";

    private static string Bookings(string userId, string bookingId) => $"{User(userId)}/bookings/{Id(bookingId)}";

    /// <summary>A document that looks like one of the store's.</summary>
    private Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Found(string path) => (request, _) =>
    {
        var property = request.RequestUri!.AbsolutePath.EndsWith(":batchGet", StringComparison.Ordinal) ? "found" : "document";
        var json = $$$"""
            [{"{{{property}}}":{"name":"projects/{{{_project}}}/databases/(default)/documents/{{{path}}}","updateTime":"{{{Time}}}","fields":{
               "user_id":{"stringValue":"guest"},"created_at":{"stringValue":"{{{Time}}}"},"last_active_at":{"timestampValue":"{{{Time}}}"},"last_stay_day":{"nullValue":null},"booking_id":{"stringValue":"b"},"city":{"stringValue":"Miami"},"check_in":{"stringValue":"2026-05-01"},
               "sums":{"mapValue":{"fields":{"a":{"mapValue":{"fields":{"amount":{"doubleValue":1.0},"guests":{"integerValue":"1"} } } } } } } } },"readTime":"{{{Time}}}"}]
            """;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") });
    };

    private FirestoreProfileStore StoreOf(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) =>
        StoreOf(new AnsweringHandler(answer));

    private FirestoreProfileStore StoreOf(HttpMessageHandler handler) => Open(handler).Store;

    private TestStore Open(HttpMessageHandler handler)
    {
        _stores.Add(new TestStore(TestStore.FakeHost, handler, _project));
        return _stores[^1];
    }
}
