using System.Net;
using CsCheck;
using HospitalityMemory.Conformance;

namespace HospitalityMemory.Firestore.Tests.Fuzz;

/// <summary>
/// Broken documents of Firestore are reported as broken. An invalid answer is reported as a store that does not serve.
/// </summary>
[Trait("Category", Fuzzing.Category)]
public sealed class DocumentFuzzTests
{
    private const string Project = "test";

    private const string User = $"projects/{Project}/databases/(default)/documents/users/id-Z3Vlc3Q";

    private static readonly string Answer = """
        [{"found":{"name":"USER/bookings/id-Yg","updateTime":"2026-03-01T12:00:00.000001Z","fields":{
           "booking_id":{"stringValue":"b"},"city":{"stringValue":"Miami"},"check_in":{"stringValue":"2026-05-01"},"guests":{"integerValue":"2"},
           "price_per_night":{"doubleValue":99.5},"amenities":{"arrayValue":{"values":[{"stringValue":"pool"}]}},"user_id":{"stringValue":"guest"},
           "schema_version":{"integerValue":"1"} } },"readTime":"2026-03-01T12:00:00.000002Z"},
         {"found":{"name":"USER","updateTime":"2026-03-01T12:00:00.000002Z","fields":{
           "user_id":{"stringValue":"guest"},"created_at":{"stringValue":"2026-03-01T12:00:00Z"},"last_active_at":{"timestampValue":"2026-03-01T12:00:00Z"},
           "consent":{"stringValue":"granted"},"erasing":{"booleanValue":false},"attributes":{"mapValue":{"fields":{"vip":{"booleanValue":true},"x":{"mapValue":{"fields":{"~json":{"stringValue":"1.10"} } } } } } },
           "travel_record":{"mapValue":{"fields":{"bookings":{"integerValue":"1"},"teaching_bookings":{"integerValue":"1"},"last_sequence":{"integerValue":"1"},"learns_after":{"integerValue":"0"} } } },
           "booking_history":{"arrayValue":{"values":[{"mapValue":{"fields":{"booking_id":{"stringValue":"b"},"city":{"stringValue":"Miami"},"check_in":{"stringValue":"2026-05-01"},"sequence":{"integerValue":"1"} } } }]} },
           "schema_version":{"integerValue":"1"} } },"readTime":"2026-03-01T12:00:00.000002Z"}]
        """.Replace("USER", User, StringComparison.Ordinal);

    /// <summary>The documents that are broken below are valid as they are.</summary>
    [Fact]
    public async Task What_is_whole_is_read()
    {
        using var handler = new AnsweringHandler(AnsweringHandler.Json(HttpStatusCode.OK, Answer));
        using var store = new TestStore(TestStore.FakeHost, handler, Project);

        var (profile, booking) = await store.Store.GetForUpdateAsync("guest", "b", CancellationToken.None);

        Assert.Equal(("guest", "b", 1), (profile!.UserId, booking!.BookingId, profile.BookingHistory.Count));
    }

    /// <summary>JSON may write half of a surrogate pair, which is no text.</summary>
    [Theory]
    [InlineData("\"stringValue\":\"guest\"")]
    [InlineData("\"stringValue\":\"granted\"")]
    [InlineData("\"stringValue\":\"b\"")]
    [InlineData("\"timestampValue\":\"2026-03-01T12:00:00Z\"")]
    [InlineData("\"integerValue\":\"1\"")]
    [InlineData("\"consent\"")]
    public async Task Half_of_a_surrogate_pair_is_reported(string text)
    {
        var end = text.LastIndexOf('"');
        var answer = Answer.Replace(text, text[..end] + "\\ud800" + text[end..], StringComparison.Ordinal);
        using var handler = new AnsweringHandler(AnsweringHandler.Json(HttpStatusCode.OK, answer));
        using var store = new TestStore(TestStore.FakeHost, handler, Project, configure: options => options.MaxAttempts = 1);

        var error = await Record.ExceptionAsync(async () => await store.Store.GetForUpdateAsync("guest", "b", CancellationToken.None));

        Assert.True(error is UnreadableDataException or MemoryUnavailableException, error?.ToString() ?? "nothing was thrown");
    }

    [Fact]
    public void Profiles_and_bookings() => Fuzzing.BrokenJson(Gen.Const(Answer)).Sample(
        answer =>
        {
            using var handler = new AnsweringHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) }));
            using var store = new TestStore(TestStore.FakeHost, handler, Project, configure: options => options.MaxAttempts = 1);
            foreach (var call in (Func<Task>[])
            [
                async () => await store.Store.GetForUpdateAsync("guest", "b", CancellationToken.None),
                async () => await store.Store.FindBookingsAsync("guest", ["b"], CancellationToken.None),
                async () => await store.Store.InspectAsync("guest", CancellationToken.None),
            ])
            {
                Fuzzing.MayThrow(() => call().GetAwaiter().GetResult(), typeof(UnreadableDataException), typeof(MemoryUnavailableException));
            }
        },
        iter: Fuzzing.Iterations);
}
