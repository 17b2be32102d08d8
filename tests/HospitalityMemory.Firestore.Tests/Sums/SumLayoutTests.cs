using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace HospitalityMemory.Firestore.Tests.Sums;

/// <summary>Named sums as documents, read and written without the library.</summary>
[Collection(UsesEmulator.Name)]
public sealed class SumLayoutTests(FirestoreEmulator emulator) : IDisposable
{
    private static readonly NamedSum Miami = new("city/US/Miami", 1.5, 1);

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [SkippableFact]
    public async Task A_plain_client_reads_them()
    {
        using var store = OneShard();
        await store.Sums.AddAsync([Miami, new("pool `heated`. ~", 2, 3)], CancellationToken.None);

        var fields = (await ListAsync(store)).SelectMany(document => document.GetProperty("fields").GetProperty("sums")
            .GetProperty("mapValue").GetProperty("fields").EnumerateObject()).ToDictionary(field => field.Name, field => field.Value);

        Assert.Equal((1.5, "1"), SumOf(fields["city/US/Miami"]));
        Assert.Equal((2, "3"), SumOf(fields["pool `heated`. ~7E"]));
    }

    [SkippableFact]
    public async Task What_another_client_adds_is_read_and_what_is_no_sum_is_left_out()
    {
        using var store = OneShard();
        await store.Sums.AddAsync([Miami], CancellationToken.None);
        await PatchAsync(store, "named_sums/theirs", """
            {"fields":{"sums":{"mapValue":{"fields":{
              "city/US/Miami":{"mapValue":{"fields":{"amount":{"integerValue":"3"},"guests":{"integerValue":"2"}}}},
              "text":{"mapValue":{"fields":{"amount":{"stringValue":"many"},"guests":{"integerValue":"2"}}}},
              "not a number":{"mapValue":{"fields":{"amount":{"doubleValue":"NaN"},"guests":{"integerValue":"2"}}}},
              "no guests":{"mapValue":{"fields":{"amount":{"doubleValue":1}}}},
              "number":{"doubleValue":1},
              "none":{"mapValue":{}}}}}}}
            """);
        await PatchAsync(store, "named_sums/empty", """{"fields":{}}""");
        await PatchAsync(store, "named_sums/no-sums", """{"fields":{"sums":{"integerValue":"1"}}}""");

        Assert.Equal([new("city/US/Miami", 4.5, 3)], await ReadAsync(store));
    }

    [SkippableFact]
    public async Task They_are_spread_over_the_shards_and_read_whole_whatever_the_number_of_shards_is_by_then()
    {
        using var store = new TestStore(emulator.Host, configure: options => options.SumShards = 4);
        for (var round = 0; round < 60; round++)
        {
            await store.Sums.AddAsync([Miami], CancellationToken.None);
        }

        // In 60 rounds, one of four is never chosen once in 8 million runs.
        Assert.Equal(4, (await ListAsync(store)).Count);
        using var fewer = new TestStore(emulator.Host, project: store.Options.ProjectId, configure: options => options.SumShards = 1);
        Assert.Equal([new("city/US/Miami", 90, 60)], await ReadAsync(fewer));
    }

    [SkippableFact]
    public async Task The_name_of_what_no_guest_stands_behind_is_gone_from_all_shards_after_a_read_and_nothing_else()
    {
        using var store = new TestStore(emulator.Host, configure: options => options.SumShards = 3);
        var other = new NamedSum(Enumerable.Range(0, 10_000).Select(number => $"other {number}")
            .First(name => SumDocuments.PartOf(name) == SumDocuments.PartOf(Miami.Name)), 2, 1);
        for (var round = 0; round < 20; round++)
        {
            await store.Sums.AddAsync([Miami, other], CancellationToken.None);
            await store.Sums.AddAsync([Miami with { Amount = -1, Guests = -1 }], CancellationToken.None);
        }

        using var fewer = new TestStore(emulator.Host, project: store.Options.ProjectId, configure: options => options.SumShards = 1);
        NamedSum[] expected = [other with { Amount = 40, Guests = 20 }];
        Assert.Equal(expected, await ReadAsync(fewer));

        Assert.All(await ListAsync(store), document => Assert.DoesNotContain("Miami", document.GetRawText(), StringComparison.Ordinal));
        Assert.Equal(expected, await ReadAsync(store));
        await store.Sums.AddAsync([Miami], CancellationToken.None);
        Assert.Contains(Miami, await ReadAsync(store));
    }

    [SkippableFact]
    public async Task More_documents_than_one_answer_holds_are_read_page_by_page()
    {
        var handler = new CountingHandler();
        using var store = new TestStore(emulator.Host, handler, configure: options => options.SumShards = 1);
        NamedSum[] sums = [.. Enumerable.Range(0, 2_000).Select(number => Miami with { Name = $"name {number}" })];
        await store.Sums.AddAsync(sums, CancellationToken.None);
        handler.Clear();

        var read = await ReadAsync(store);

        Assert.Equal(sums.OrderBy(sum => sum.Name, StringComparer.Ordinal), read.OrderBy(sum => sum.Name, StringComparer.Ordinal));
        Assert.Equal(["runQuery", "runQuery"], handler.Methods);
    }

    [SkippableFact]
    public async Task A_document_that_is_full_stops_neither_the_others_nor_the_next_call()
    {
        var log = new FakeLogger();
        using var store = new TestStore(emulator.Host, configure: options => options.SumShards = 1, logger: log);
        NamedSum[] sums = [.. Enumerable.Range(0, 640).Select(number => Miami with { Name = $"{number} {new string('x', 190)}" })];
        await store.Sums.AddAsync([Miami], CancellationToken.None);
        var part = SumDocuments.PartOf(Miami.Name);
        await PatchAsync(
            store,
            $"named_sums/0.{part}?updateMask.fieldPaths=filler",
            JsonSerializer.Serialize(new { fields = new { filler = new { stringValue = new string('x', 1_048_300) } } }));

        await store.Sums.AddAsync(sums, CancellationToken.None);
        var read = await ReadAsync(store);

        var dropped = sums.Except(read).ToList();
        Assert.Equal(sums.Where(sum => SumDocuments.PartOf(sum.Name) == part), dropped);
        Assert.NotEmpty(dropped);
        var line = Assert.Single(log.Collector.GetSnapshot(), record => record.Level is LogLevel.Warning);
        Assert.Contains($"refused to add to {dropped.Count} sums of one document", line.Message, StringComparison.Ordinal);

        // A call for that document alone adds nothing, and the caller gets an error.
        var refusal = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Sums.AddAsync(dropped, CancellationToken.None));
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
            services.AddHospitalityMemory(options => options.LongTerm.Timeout = Timeout.InfiniteTimeSpan).UseFirestoreProfiles(project, static _ => new("unused"), options => options.EmulatorHost = host)
                .UseAdaptiveLearner();
            return services.BuildServiceProvider();
        }

        await using (var one = Provider())
        {
            for (var guest = 0; guest < 5; guest++)
            {
                await one.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync($"guest {guest}", Testing.Conformance.ProfileSamples.Booking("b"));
            }

            Assert.Equal("firestore", one.GetRequiredService<INamedSumStore>().Name);
        }

        await using var other = Provider();
        await other.GetRequiredService<IMarket>().RefreshAsync();
        var preferences = await other.GetRequiredService<ILongTermMemory>().GetUserPreferencesAsync("stranger");
        Assert.Equal(
            [Testing.Conformance.ProfileSamples.Booking("b").City],
            preferences.All.Where(preference => preference is { Kind: PreferenceKind.City, Source: PreferenceSource.Market }).Select(preference => preference.Value));
    }

    private TestStore OneShard() => new(emulator.Host, configure: options => options.SumShards = 1);

    private static (double Amount, string Guests) SumOf(JsonElement sum)
    {
        var fields = sum.GetProperty("mapValue").GetProperty("fields");
        return (fields.GetProperty("amount").GetProperty("doubleValue").GetDouble(), fields.GetProperty("guests").GetProperty("integerValue").GetString()!);
    }

    private static async Task<List<NamedSum>> ReadAsync(TestStore store) => await store.Sums.ReadAsync(CancellationToken.None).ToListAsync();

    private async Task<List<JsonElement>> ListAsync(TestStore store)
    {
        using var request = Request(HttpMethod.Get, store, "named_sums?pageSize=300");
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
