using System.Net;
using HospitalityMemory.Testing.Conformance;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Firestore.Tests.Rest;

public sealed class RetryTests
{
    public static TheoryData<int, string> Transient => new()
    {
        { 409, "ABORTED" },
        { 429, "RESOURCE_EXHAUSTED" },
        { 503, "UNAVAILABLE" },
        { 504, "DEADLINE_EXCEEDED" },
        { 500, "INTERNAL" },
    };

    public static TheoryData<int, string, string> Final => new()
    {
        { 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT (HTTP 400)" },
        { 401, "UNAUTHENTICATED", "Check the credentials." },
        { 403, "PERMISSION_DENIED", "roles/datastore.user" },
        { 404, "NOT_FOUND", "Check the project's id" },
        { 400, "FAILED_PRECONDITION", "FAILED_PRECONDITION" },
        { 501, "UNIMPLEMENTED", "UNIMPLEMENTED" },
    };

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task A_transient_error_is_tried_again(int code, string status)
    {
        var handler = new AnsweringHandler(AnsweringHandler.Error(code, status), AnsweringHandler.Error(code, status), AnsweringHandler.Nothing);
        using var store = new TestStore(TestStore.FakeHost, handler);

        Assert.Null(await store.Store.GetAsync("guest", CancellationToken.None));
        Assert.Equal(3, handler.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task So_is_the_error_page_of_something_in_between(int code)
    {
        var handler = new AnsweringHandler(AnsweringHandler.Json((HttpStatusCode)code, "<html>Bad gateway</html>"), AnsweringHandler.Nothing);
        using var store = new TestStore(TestStore.FakeHost, handler);

        Assert.Null(await store.Store.GetAsync("guest", CancellationToken.None));
        Assert.Equal(2, handler.Requests);
    }

    [Theory]
    [InlineData(401, "UNAUTHENTICATED")]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "NOT_FOUND")]
    [InlineData(413, "UNKNOWN")]
    public async Task An_error_page_without_a_status_has_that_of_its_code(int code, string status)
    {
        var handler = new AnsweringHandler(AnsweringHandler.Json((HttpStatusCode)code, "<html></html>"));
        using var store = new TestStore(TestStore.FakeHost, handler);

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.GetAsync("guest", CancellationToken.None));

        Assert.Equal(1, handler.Requests);
        Assert.Contains(status, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_are_an_answer_that_was_cut_and_a_connection_that_broke()
    {
        var handler = new AnsweringHandler(
            AnsweringHandler.Json(HttpStatusCode.OK, """[{"missing":"""),
            AnsweringHandler.Fails(new HttpRequestException(HttpRequestError.ResponseEnded)),
            AnsweringHandler.Fails(new IOException()),
            AnsweringHandler.Fails(new TaskCanceledException()),
            AnsweringHandler.Nothing);
        using var store = new TestStore(TestStore.FakeHost, handler);

        Assert.Null(await store.Store.GetAsync("guest", CancellationToken.None));
        Assert.Equal(5, handler.Requests);
    }

    [Theory]
    [MemberData(nameof(Final))]
    public async Task Any_other_error_is_final_and_says_what_helps(int code, string status, string expected)
    {
        var handler = new AnsweringHandler(AnsweringHandler.Error(code, status));
        using var store = new TestStore(TestStore.FakeHost, handler);

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.GetAsync("guest", CancellationToken.None));

        Assert.Equal(1, handler.Requests);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(status, Assert.IsType<FirestoreRequestException>(exception.InnerException).Error.Status);
    }

    [Fact]
    public async Task An_error_within_a_stream_is_an_error()
    {
        var handler = new AnsweringHandler(
            AnsweringHandler.Json(HttpStatusCode.Forbidden, """[{"error":{"code":403,"message":"Missing permissions.","status":"PERMISSION_DENIED"}}]"""));
        using var store = new TestStore(TestStore.FakeHost, handler);

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.GetAsync("guest", CancellationToken.None));

        Assert.Contains("Missing permissions.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[1]")]
    [InlineData("""[{"found":{"name":"x"},"readTime":"2026-03-01T12:00:00Z"}]""")]
    [InlineData("""[{"found":{"name":"x","updateTime":"soon"},"readTime":"2026-03-01T12:00:00Z"}]""")]
    public async Task An_answer_that_is_not_Firestores_is_an_error(string answer)
    {
        using var store = new TestStore(TestStore.FakeHost, new AnsweringHandler(AnsweringHandler.Json(HttpStatusCode.OK, answer)));

        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.GetAsync("guest", CancellationToken.None));
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.CountBookingsAsync("guest", CancellationToken.None));
        await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await store.Store.TryCommitAsync(ProfileSamples.Profile("guest"), [], CancellationToken.None));
    }

    [Fact]
    public async Task After_the_last_attempt_the_error_has_its_cause()
    {
        var handler = new AnsweringHandler(AnsweringHandler.Error(503, "UNAVAILABLE", "The service is down."));
        using var store = new TestStore(TestStore.FakeHost, handler, configure: options => options.MaxAttempts = 4);

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.GetAsync("guest", CancellationToken.None));

        Assert.Equal(4, handler.Requests);
        Assert.Contains("4 attempt(s): UNAVAILABLE (HTTP 503): The service is down.", exception.Message, StringComparison.Ordinal);
        Assert.IsType<FirestoreRequestException>(exception.InnerException);
    }

    [Theory]
    [InlineData("ABORTED", 409, "Nothing was written.")]
    [InlineData("UNAVAILABLE", 503, "Whether the write was carried out is not known")]
    public async Task A_commit_that_failed_says_whether_it_may_have_been_carried_out(string status, int code, string expected)
    {
        using var store = new TestStore(TestStore.FakeHost, new AnsweringHandler(AnsweringHandler.Error(code, status)));

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(
            async () => await store.Store.TryCommitAsync(ProfileSamples.Profile("guest"), [], CancellationToken.None));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entity already exists: EntityRef{partitionRef=dev~demo, path=/users/id-c2VjcmV0LWd1ZXN0}")]
    [InlineData("No document to update: projects/p/databases/(default)/documents/users/id-c2VjcmV0LWd1ZXN0")]
    public async Task No_message_names_a_guest(string message)
    {
        using var store = new TestStore(TestStore.FakeHost, new AnsweringHandler(AnsweringHandler.Error(403, "PERMISSION_DENIED", message)));

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.GetAsync("secret-guest", CancellationToken.None));

        Assert.DoesNotContain("secret-guest", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(FirestoreNames.EncodeId("secret-guest"), exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wait_that_Firestore_asks_for_is_kept()
    {
        var time = new FakeTimeProvider();
        var handler = new AnsweringHandler(
            AnsweringHandler.Error(
                429,
                "RESOURCE_EXHAUSTED",
                details: """,    "details":[{"@type":"type.googleapis.com/google.rpc.Help"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"2.5s"}]"""),
            AnsweringHandler.Nothing);
        using var store = new TestStore(TestStore.FakeHost, handler, timeProvider: time);

        var read = store.Store.GetAsync("guest", CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(2.4));
        Assert.Equal(1, handler.Requests);
        Assert.False(read.IsCompleted);

        // The wait may be up to a tenth longer.
        time.Advance(TimeSpan.FromSeconds(0.4));
        Assert.Null(await read.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, handler.Requests);
    }

    [Fact]
    public async Task A_wait_longer_than_the_time_that_is_left_is_not_begun()
    {
        var time = new FakeTimeProvider();
        var handler = new AnsweringHandler((_, _) =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
            response.Headers.RetryAfter = new(TimeSpan.FromMinutes(5));
            return Task.FromResult(response);
        });
        using var store = new TestStore(TestStore.FakeHost, handler, timeProvider: time);

        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.GetAsync("guest", CancellationToken.None));

        Assert.Equal(1, handler.Requests);
    }

    [Fact]
    public async Task An_answer_that_never_comes_ends_the_attempt_and_then_the_call()
    {
        var time = new FakeTimeProvider();
        var handler = new AnsweringHandler(AnsweringHandler.Never);
        using var store = new TestStore(TestStore.FakeHost, handler, timeProvider: time, configure: options =>
        {
            options.AttemptTimeout = TimeSpan.FromSeconds(2);
            options.Timeout = TimeSpan.FromSeconds(5);
        });

        var read = store.Store.GetAsync("guest", CancellationToken.None).AsTask();
        foreach (var seconds in new[] { 2, 2, 1 })
        {
            await handler.NextAsync();
            Assert.False(read.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(seconds));
        }

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(() => read.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.IsType<TimeoutException>(exception.InnerException);
        Assert.Contains("DEADLINE_EXCEEDED", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, handler.Requests);
    }

    [Fact]
    public async Task Cancellation_is_heard_while_an_answer_is_awaited_and_while_a_retry_is()
    {
        using var source = new CancellationTokenSource();
        using var silent = new TestStore(TestStore.FakeHost, new AnsweringHandler(AnsweringHandler.Never));
        using var busy = new TestStore(
            TestStore.FakeHost,
            new AnsweringHandler(AnsweringHandler.Error(503, "UNAVAILABLE")),
            configure: options => options.InitialRetryDelay = options.MaxRetryDelay = TimeSpan.FromSeconds(5));
        var calls = new[]
        {
            silent.Store.GetAsync("guest", source.Token).AsTask(),
            busy.Store.GetAsync("guest", source.Token).AsTask(),
        };

        Assert.All(calls, call => Assert.False(call.IsCompleted));
        await source.CancelAsync();

        foreach (var call in calls)
        {
            var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal(source.Token, exception.CancellationToken);
        }
    }

    [Theory]
    [InlineData(1, 0.0, 50)]
    [InlineData(1, 1.0, 100)]
    [InlineData(3, 0.0, 200)]
    [InlineData(3, 1.0, 400)]
    [InlineData(50, 1.0, 1_000)]
    public void The_wait_doubles_with_jitter_up_to_a_limit(int failures, double random, double milliseconds)
    {
        var schedule = new RetrySchedule(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), () => random);

        Assert.Equal(milliseconds, schedule.DelayAfter(failures, asked: null).TotalMilliseconds);
    }

    [Theory]
    [InlineData(0.0, 2_000)]
    [InlineData(1.0, 2_200)]
    public void The_wait_is_never_shorter_than_what_was_asked_for(double random, double milliseconds)
    {
        var schedule = new RetrySchedule(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), () => random);

        Assert.Equal(milliseconds, schedule.DelayAfter(1, TimeSpan.FromSeconds(2)).TotalMilliseconds);
    }
}
