using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace HospitalityMemory.Firestore.Tests.Market;

/// <summary>Market counts as documents, looked at and written to without the library.</summary>
[Collection(UsesEmulator.Name)]
public sealed class MarketLayoutTests(FirestoreEmulator emulator) : IDisposable
{
    private static readonly MarketCount Miami = new("US", MarketFact.City, "Miami", 1.5);

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [SkippableFact]
    public async Task A_plain_client_reads_them()
    {
        using var store = OneShard();
        await store.Market.AddAsync(
            [Miami, new("__us/a__", MarketFact.Amenity, "pool `heated`. ~", 2), new("", MarketFact.Booking, "", 4)], CancellationToken.None);

        var documents = (await ListAsync(store)).ToDictionary(
            document => document.GetProperty("fields").GetProperty("market").GetProperty("stringValue").GetString()!);

        Assert.Equal(1.5, WeightOf(documents["US"], "city", "Miami"));
        Assert.Equal(2, WeightOf(documents["__us/a__"], "amenity", "pool `heated`. ~7E"));
        Assert.Equal(4, WeightOf(documents[""], "booking", "~"));
        Assert.EndsWith("/market_statistics/0.11.US", documents["US"].GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(".~5F_us~2Fa__", documents["__us/a__"].GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(".", documents[""].GetProperty("name").GetString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_another_client_adds_is_read_and_what_is_no_count_is_left_out()
    {
        using var store = OneShard();
        await store.Market.AddAsync([Miami], CancellationToken.None);
        await PatchAsync(store, "market_statistics/theirs", """
            {"fields":{"market":{"stringValue":"US"},"weights":{"mapValue":{"fields":{
              "city":{"mapValue":{"fields":{"Miami":{"integerValue":"3"},"Oslo":{"stringValue":"many"},"Rome":{"doubleValue":"NaN"},"Bonn":{"nullValue":null}}}},
              "season":{"mapValue":{"fields":{"spring":{"doubleValue":1}}}},
              "amenity":{"stringValue":"pool"},
              "property":{"mapValue":{}}}}}}}
            """);
        await PatchAsync(store, "market_statistics/empty", """{"fields":{}}""");
        await PatchAsync(store, "market_statistics/no-weights", """{"fields":{"market":{"stringValue":"US"},"weights":{"integerValue":"1"}}}""");
        await PatchAsync(store, "market_statistics/no-market", """{"fields":{"market":{"integerValue":"1"},"weights":{"mapValue":{"fields":{}}}}}""");

        var read = await store.Market.ReadAsync(CancellationToken.None);

        Assert.Equal([Miami, Miami with { Weight = 3 }], read.OrderBy(count => count.Weight));
    }

    [SkippableFact]
    public async Task They_are_spread_over_the_shards_and_read_whole_whatever_the_number_of_shards_is_by_then()
    {
        using var store = new TestStore(emulator.Host, configure: options => options.MarketShards = 4);
        for (var round = 0; round < 60; round++)
        {
            await store.Market.AddAsync([Miami], CancellationToken.None);
        }

        using var fewer = new TestStore(emulator.Host, project: store.Options.ProjectId, configure: options => options.MarketShards = 1);
        var parts = await fewer.Market.ReadAsync(CancellationToken.None);

        // That one of four is never chosen in 60 rounds happens once in 8 million runs.
        Assert.Equal(4, parts.Count);
        Assert.Equal(90, parts.Sum(count => count.Weight));
        Assert.All(parts, count => Assert.Equal(Miami with { Weight = count.Weight }, count));
    }

    [SkippableFact]
    public async Task More_documents_than_one_answer_holds_are_read_page_by_page()
    {
        var handler = new CountingHandler();
        using var store = new TestStore(emulator.Host, handler, configure: options => options.MarketShards = 1);
        MarketCount[] counts =
        [
            .. Enumerable.Range(0, FirestoreMarketStore.PageSize * 2).Select(number => Miami with { Market = $"market {number}" }),
        ];
        await store.Market.AddAsync(counts, CancellationToken.None);
        handler.Clear();

        var read = await store.Market.ReadAsync(CancellationToken.None);

        Assert.Equal(counts.OrderBy(count => count.Market, StringComparer.Ordinal), read.OrderBy(count => count.Market, StringComparer.Ordinal));
        Assert.Equal(["runQuery", "runQuery", "runQuery"], handler.Methods);
    }

    [SkippableFact]
    public async Task A_document_that_is_full_stops_neither_the_others_nor_the_next_call()
    {
        var log = new FakeLogger();
        using var store = new TestStore(emulator.Host, configure: options => options.MarketShards = 1, logger: log);
        MarketCount[] counts = [.. Enumerable.Range(0, 100).Select(number => Miami with { Name = $"{number} {new string('x', 190)}" })];
        await store.Market.AddAsync([Miami], CancellationToken.None);
        await PatchAsync(
            store,
            "market_statistics/0.11.US?updateMask.fieldPaths=filler",
            JsonSerializer.Serialize(new { fields = new { filler = new { stringValue = new string('x', 1_048_300) } } }));

        await store.Market.AddAsync(counts, CancellationToken.None);
        var read = await store.Market.ReadAsync(CancellationToken.None);

        var dropped = counts.Except(read).ToList();
        Assert.InRange(dropped.Count, 1, 30);
        Assert.Equal(counts.Length - dropped.Count + 1, read.Count);
        var line = Assert.Single(log.Collector.GetSnapshot(), record => record.Level is LogLevel.Warning);
        Assert.Contains($"refused {dropped.Count} market counts of one document", line.Message, StringComparison.Ordinal);

        // Nothing but that document: nothing was counted, and the caller hears of it.
        var refusal = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Market.AddAsync(dropped, CancellationToken.None));
        Assert.IsType<FirestoreRequestException>(refusal.InnerException);
    }

    [SkippableFact]
    public async Task The_line_that_chooses_profiles_chooses_them_too()
    {
        var project = FirestoreEmulator.NewProject();
        var host = emulator.Host;
        ServiceProvider Provider()
        {
            var services = new ServiceCollection();
            services.AddHospitalityMemory().UseFirestoreProfiles(project, static _ => new("unused"), options => options.EmulatorHost = host)
                .UsePreferenceLearner<AdaptivePreferenceLearner>();
            return services.BuildServiceProvider();
        }

        await using (var one = Provider())
        {
            await one.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync("guest", Conformance.ProfileSamples.Booking("b"));
            Assert.Equal("firestore", one.GetRequiredService<IMarketStore>().Name);
        }

        await using var other = Provider();
        var preferences = await other.GetRequiredService<ILongTermMemory>().GetUserPreferencesAsync("stranger");
        Assert.Equal([Conformance.ProfileSamples.Booking("b").City], preferences.PreferredCities);
    }

    private TestStore OneShard() => new(emulator.Host, configure: options => options.MarketShards = 1);

    private static double WeightOf(JsonElement document, string fact, string field) => document.GetProperty("fields").GetProperty("weights")
        .GetProperty("mapValue").GetProperty("fields").GetProperty(fact)
        .GetProperty("mapValue").GetProperty("fields").GetProperty(field).GetProperty("doubleValue").GetDouble();

    private async Task<List<JsonElement>> ListAsync(TestStore store)
    {
        using var request = Request(HttpMethod.Get, store, "market_statistics?pageSize=300");
        using var response = await _http.SendAsync(request);
        var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return [.. answer.GetProperty("documents").EnumerateArray()];
    }

    private async Task PatchAsync(TestStore store, string path, string document)
    {
        using var request = Request(HttpMethod.Patch, store, path);
        request.Content = new StringContent(document, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private HttpRequestMessage Request(HttpMethod method, TestStore store, string path)
    {
        var request = new HttpRequestMessage(
            method, $"http://{emulator.Host}/v1/projects/{store.Options.ProjectId}/databases/(default)/documents/{path}");
        request.Headers.Authorization = new("Bearer", "owner");
        return request;
    }
}
