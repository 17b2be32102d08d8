using System.Net;
using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Firestore.Tests.Sums;

/// <summary>What is sent, and how errors are handled.</summary>
public sealed class SumRequestTests
{
    private static readonly NamedSum Miami = new("city/US/Miami", 1, 1);

    private static readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Done =
        AnsweringHandler.Json(HttpStatusCode.OK, """{"writeResults":[{}],"commitTime":"2026-03-01T12:00:00.000001Z"}""");

    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(5_000)]
    public async Task A_commit_stays_within_Firestores_limits_and_few_are_made(int names)
    {
        var bodies = new List<byte[]>();
        using var store = new TestStore(TestStore.FakeHost, Recording(bodies));
        NamedSum[] sums = [.. Enumerable.Range(0, names).Select(number => new NamedSum($"{number} {new string('`', 190)}", 1, 1))];

        await store.Sums.AddAsync(sums, CancellationToken.None);

        // A document that fits is not split, as each write of it is paid for. At most every other half is empty.
        var least = (names + 249) / 250;
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

        Assert.Equal(2 * names, sent);
    }

    [Fact]
    public async Task All_documents_of_a_call_are_of_one_shard()
    {
        var bodies = new List<byte[]>();
        using var store = new TestStore(TestStore.FakeHost, Recording(bodies), configure: options => options.SumShards = 1_000);

        await store.Sums.AddAsync([.. Enumerable.Range(0, 1_000).Select(number => Miami with { Name = $"{number}" })], CancellationToken.None);

        var names = bodies.SelectMany(body => JsonDocument.Parse(body).RootElement.GetProperty("writes").EnumerateArray()
            .Select(write => write.GetProperty("update").GetProperty("name").GetString()!.Split('/')[^1])).Distinct().ToList();
        Assert.Equal(SumDocuments.Parts, names.Count);
        Assert.Single(names.Select(name => name.Split('.')[0]).Distinct());
    }

    [Fact]
    public async Task Nothing_is_sent_where_there_is_nothing_to_add()
    {
        var handler = new AnsweringHandler(Done);
        using var store = new TestStore(TestStore.FakeHost, handler);

        await store.Sums.AddAsync([], CancellationToken.None);

        Assert.Equal(0, handler.Requests);
    }

    /// <summary>A refusal is repeated, as it had no effect. A call that may have had one is not repeated.</summary>
    [Theory]
    [InlineData(409, "ABORTED", 3)]
    [InlineData(429, "RESOURCE_EXHAUSTED", 3)]
    [InlineData(503, "UNAVAILABLE", 1)]
    [InlineData(504, "DEADLINE_EXCEEDED", 1)]
    [InlineData(500, "INTERNAL", 1)]
    public async Task An_addition_is_sent_again_only_where_it_surely_was_not_carried_out(int code, string status, int requests)
    {
        var error = AnsweringHandler.Error(code, status);
        var handler = new AnsweringHandler(error, error, Done);
        using var store = new TestStore(TestStore.FakeHost, handler);

        if (requests is 1)
        {
            await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Sums.AddAsync([Miami], CancellationToken.None));
        }
        else
        {
            await store.Sums.AddAsync([Miami], CancellationToken.None);
        }

        Assert.Equal(requests, handler.Requests);
    }

    [Theory]
    [InlineData(503, "UNAVAILABLE")]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "NOT_FOUND")]
    [InlineData(400, "FAILED_PRECONDITION")]
    [InlineData(400, "INVALID_ARGUMENT")]
    public async Task Any_other_is_that_the_store_is_out_of_reach_with_its_cause(int code, string status)
    {
        var handler = new AnsweringHandler(AnsweringHandler.Error(code, status));
        using var store = new TestStore(TestStore.FakeHost, handler);

        var adding = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Sums.AddAsync([Miami], CancellationToken.None));
        Assert.Equal(1, handler.Requests);
        var reading = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await ReadAsync(store));

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

        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await ReadAsync(store));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_meanwhile_ends()
    {
        var handler = new AnsweringHandler(AnsweringHandler.Never);
        using var store = new TestStore(TestStore.FakeHost, handler, timeProvider: new FakeTimeProvider());
        using var source = new CancellationTokenSource();

        var adding = store.Sums.AddAsync([Miami], source.Token).AsTask();
        var reading = ReadAsync(store, source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding.WaitAsync(TimeSpan.FromSeconds(30)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static async Task<List<NamedSum>> ReadAsync(TestStore store, CancellationToken cancellationToken = default) =>
        await store.Sums.ReadAsync(cancellationToken).ToListAsync(cancellationToken);

    private static AnsweringHandler Recording(List<byte[]> bodies) => new(async (request, cancellationToken) =>
    {
        bodies.Add(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        return await Done(request, cancellationToken);
    });
}
