using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Firestore.Tests.Market;

/// <summary>What is sent, and what becomes of errors.</summary>
public sealed class MarketRequestTests
{
    private static readonly MarketCount Miami = new("US", MarketFact.City, "Miami", 1);

    private static readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Done =
        AnsweringHandler.Json(HttpStatusCode.OK, """{"writeResults":[{}],"commitTime":"2026-03-01T12:00:00.000001Z"}""");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(500, 1)]
    [InlineData(501, 1)]
    [InlineData(5_000, 1)]
    [InlineData(5_000, 50)]
    [InlineData(600, 600)]
    public async Task A_commit_stays_within_Firestores_limits_and_few_are_made(int names, int markets)
    {
        var bodies = new List<byte[]>();
        using var store = new TestStore(TestStore.FakeHost, Recording(bodies));
        MarketCount[] counts =
        [
            .. Enumerable.Range(0, names).Select(number => new MarketCount(
                $"market {number % markets}", MarketFact.Property, $"{number} {new string('`', 190)}", 1)),
        ];

        await store.Market.AddAsync(counts, CancellationToken.None);

        // A document is not split where it fits, as each writing of it is paid for: at most every other half is empty.
        var least = (names + 499) / 500;
        Assert.InRange(bodies.Count, least, 2 * least);
        var sent = 0;
        foreach (var body in bodies)
        {
            Assert.True(body.Length < 10 * 1024 * 1024, $"{body.Length} bytes.");
            using var json = JsonDocument.Parse(body);
            var writes = json.RootElement.GetProperty("writes").EnumerateArray().ToList();
            Assert.InRange(writes.Count, 1, 500);
            Assert.Distinct(writes.Select(write => write.GetProperty("update").GetProperty("name").GetString()));
            var transforms = writes.Sum(write => write.GetProperty("updateTransforms").GetArrayLength());
            Assert.InRange(transforms, 1, 500);
            sent += transforms;
        }

        Assert.Equal(names, sent);
    }

    [Fact]
    public async Task All_documents_of_a_call_are_of_one_shard()
    {
        var bodies = new List<byte[]>();
        using var store = new TestStore(TestStore.FakeHost, Recording(bodies), configure: options => options.MarketShards = 1_000);

        await store.Market.AddAsync([.. Enumerable.Range(0, 1_000).Select(number => Miami with { Name = $"{number}" })], CancellationToken.None);

        var names = bodies.SelectMany(body => JsonDocument.Parse(body).RootElement.GetProperty("writes").EnumerateArray()
            .Select(write => write.GetProperty("update").GetProperty("name").GetString()!.Split('/')[^1])).Distinct().ToList();
        Assert.Equal(MarketDocuments.Parts, names.Count);
        Assert.Single(names.Select(name => name.Split('.')[0]).Distinct());
    }

    [Fact]
    public async Task Nothing_is_sent_where_there_is_nothing_to_add_or_a_fact_is_none()
    {
        var handler = new AnsweringHandler(Done);
        using var store = new TestStore(TestStore.FakeHost, handler);

        await store.Market.AddAsync([], CancellationToken.None);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await store.Market.AddAsync([Miami, Miami with { Fact = (MarketFact)99 }], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await store.Market.AddAsync(null!, CancellationToken.None));

        Assert.Equal(0, handler.Requests);
    }

    [Fact]
    public async Task A_transient_error_is_tried_again()
    {
        var handler = new AnsweringHandler(AnsweringHandler.Error(503, "UNAVAILABLE"), AnsweringHandler.Error(409, "ABORTED"), Done);
        using var store = new TestStore(TestStore.FakeHost, handler);

        await store.Market.AddAsync([Miami], CancellationToken.None);

        Assert.Equal(3, handler.Requests);
    }

    [Theory]
    [InlineData(503, "UNAVAILABLE", 6)]
    [InlineData(403, "PERMISSION_DENIED", 1)]
    [InlineData(404, "NOT_FOUND", 1)]
    [InlineData(400, "FAILED_PRECONDITION", 1)]
    [InlineData(400, "INVALID_ARGUMENT", 1)]
    public async Task Any_other_is_that_the_store_is_out_of_reach_with_its_cause(int code, string status, int requests)
    {
        var handler = new AnsweringHandler(AnsweringHandler.Error(code, status));
        using var store = new TestStore(TestStore.FakeHost, handler);

        var adding = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Market.AddAsync([Miami], CancellationToken.None));
        Assert.Equal(requests, handler.Requests);
        var reading = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Market.ReadAsync(CancellationToken.None));

        Assert.Equal(status, Assert.IsType<FirestoreRequestException>(adding.InnerException).Error.Status);
        Assert.Equal(status, Assert.IsType<FirestoreRequestException>(reading.InnerException).Error.Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"document":{"name":"x"},"readTime":"2026-03-01T12:00:00Z"}]""")]
    public async Task An_answer_that_is_not_Firestores_is_an_error(string answer)
    {
        using var store = new TestStore(TestStore.FakeHost, new AnsweringHandler(AnsweringHandler.Json(HttpStatusCode.OK, answer)));

        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Market.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_meanwhile_ends()
    {
        var handler = new AnsweringHandler(AnsweringHandler.Never);
        using var store = new TestStore(TestStore.FakeHost, handler, timeProvider: new FakeTimeProvider());
        using var source = new CancellationTokenSource();

        var adding = store.Market.AddAsync([Miami], source.Token).AsTask();
        var reading = store.Market.ReadAsync(source.Token).AsTask();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding.WaitAsync(TimeSpan.FromSeconds(30)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static AnsweringHandler Recording(List<byte[]> bodies) => new(async (request, cancellationToken) =>
    {
        bodies.Add(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        return await Done(request, cancellationToken);
    });
}
