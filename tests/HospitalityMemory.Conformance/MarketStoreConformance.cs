using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>What any market store must do.</summary>
public abstract class MarketStoreConformance
{
    /// <summary>Names that a path, a query or a field would stumble over; each is a counter of its own.</summary>
    private static readonly string[] OddNames =
    [
        "", " ", ".", "..", "a.b", "a/b", "/", "a\\b", "\\", "a`b", "`", "``", "~", "~7E", "~json", "a~b", "%", "%2F", "a:b", "USD:-12",
        "__x__", "__", "____", "x__", "*", "[0]", "{}", "'", "''", "\"", "a,b", "a;b", "-- ", "weights", "market", "NULL", "null",
        "0", "1", "1.0", "miami", "Miami", "MIAMI", "Malmö", "Malmo\u0308", "東京", "😀", "👩‍👩‍👧", "İstanbul", "istanbul",
        "\u00a0", "\u200b", "a\tb", "straße", "strasse",
    ];

    /// <summary>A store that holds nothing. The derived class disposes of what it made.</summary>
    protected abstract ValueTask<IMarketStore> CreateStoreAsync();

    [SkippableFact]
    public async Task It_has_a_short_name_and_holds_nothing_at_first()
    {
        var store = await CreateStoreAsync();

        Assert.Matches("^[a-z0-9_-]{1,32}$", store.Name);
        Assert.Empty(await ReadAsync(store));
    }

    [SkippableFact]
    public async Task Adding_nothing_is_no_error()
    {
        var store = await CreateStoreAsync();

        await store.AddAsync([], CancellationToken.None);

        Assert.Empty(await ReadAsync(store));
    }

    [SkippableFact]
    public async Task What_is_added_is_added_up_over_calls()
    {
        var store = await CreateStoreAsync();

        await store.AddAsync([Count("US", MarketFact.City, "Miami", 1.5), Count("US", MarketFact.City, "Austin", 2)], CancellationToken.None);
        await store.AddAsync([Count("US", MarketFact.City, "Miami", 0.25)], CancellationToken.None);
        await store.AddAsync([Count("FR", MarketFact.City, "Miami", 4), Count("US", MarketFact.City, "Miami", 8)], CancellationToken.None);

        await HoldsAsync(
            store,
            Count("FR", MarketFact.City, "Miami", 4),
            Count("US", MarketFact.City, "Austin", 2),
            Count("US", MarketFact.City, "Miami", 9.75));
    }

    [SkippableFact]
    public async Task Every_fact_is_a_counter_of_its_own()
    {
        var store = await CreateStoreAsync();
        var facts = Enum.GetValues<MarketFact>();
        MarketCount[] counts =
        [
            .. facts.Select(fact => Count("US", fact, "same", 1 + (int)fact)),
            .. facts.Select(fact => Count("US", fact, "", 100 + (int)fact)),
        ];

        await store.AddAsync(counts, CancellationToken.None);

        await HoldsAsync(store, counts);
    }

    [SkippableFact]
    public async Task Names_of_any_characters_do_not_share_a_counter()
    {
        var store = await CreateStoreAsync();
        string[] names = [.. OddNames, new string('x', 200), new string('x', 199), new string('東', 200), new string('`', 200)];
        MarketCount[] counts = [.. names.Select((name, index) => Count("US", MarketFact.Property, name, index + 1))];
        Assert.Distinct(names);

        await store.AddAsync(counts, CancellationToken.None);
        await store.AddAsync(counts, CancellationToken.None);

        await HoldsAsync(store, [.. counts.Select(count => count with { Weight = 2 * count.Weight })]);
    }

    [SkippableFact]
    public async Task So_do_markets_of_any_characters()
    {
        var store = await CreateStoreAsync();
        string[] markets = [.. OddNames, new string('y', 200), new string('東', 200)];
        MarketCount[] counts = [.. markets.Select((market, index) => Count(market, MarketFact.City, "Miami", index + 1))];

        await store.AddAsync(counts, CancellationToken.None);
        await store.AddAsync(counts, CancellationToken.None);

        await HoldsAsync(store, [.. counts.Select(count => count with { Weight = 2 * count.Weight })]);
    }

    [SkippableFact]
    public async Task Where_the_market_ends_and_the_name_begins_is_not_mistaken()
    {
        var store = await CreateStoreAsync();
        MarketCount[] counts =
        [
            Count("a", MarketFact.City, "b:c", 1), Count("a:b", MarketFact.City, "c", 2), Count("a.city", MarketFact.City, "c", 4),
            Count("", MarketFact.City, "a", 8), Count("a", MarketFact.City, "", 16), Count("", MarketFact.City, "", 32),
        ];

        await store.AddAsync(counts, CancellationToken.None);

        await HoldsAsync(store, counts);
    }

    [SkippableFact]
    public async Task Weights_of_the_whole_range_survive()
    {
        var store = await CreateStoreAsync();
        MarketCount[] counts =
        [
            .. Enumerable.Range(0, 31).Select(step => Count("US", MarketFact.Nights, $"{step}", Math.Pow(2, -200 + (20 * step)))),
            .. Enumerable.Range(0, 31).Select(step => Count("US", MarketFact.Price, $"USD:{step}", Math.PI * Math.Pow(2, -200 + (20 * step)))),
        ];
        Assert.Equal(Math.Pow(2, 400), counts[30].Weight);

        await store.AddAsync(counts, CancellationToken.None);
        await store.AddAsync(counts, CancellationToken.None);

        await HoldsAsync(store, [.. counts.Select(count => count with { Weight = 2 * count.Weight })]);
    }

    [SkippableFact]
    public async Task Thousands_of_counts_in_one_call_are_all_there()
    {
        var store = await CreateStoreAsync();
        var facts = Enum.GetValues<MarketFact>();
        MarketCount[] counts =
        [
            .. Enumerable.Range(0, 5_000).Select(number => Count(
                number < 3_000 ? "US" : $"market {number % 23}", facts[number % facts.Length], $"name {number}", 1 + (number % 7))),
        ];

        await store.AddAsync(counts, CancellationToken.None);
        await HoldsAsync(store, counts);
        await store.AddAsync([.. counts.Reverse()], CancellationToken.None);

        await HoldsAsync(store, [.. counts.Select(count => count with { Weight = 2 * count.Weight })]);
    }

    [SkippableFact]
    public async Task Many_who_add_at_once_lose_nothing_whatever_their_order()
    {
        const int Writers = 8;
        const int PerWriter = 10;
        var store = await CreateStoreAsync();
        string[] names = ["Miami", "Austin", "Boston"];

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < PerWriter; round++)
            {
                // Powers of two add up exactly in any order.
                var counts = names.Select((name, index) => Count("US", MarketFact.City, name, Math.Pow(2, (index + round) % 3)));
                await store.AddAsync([.. writer % 2 is 0 ? counts : counts.Reverse()], CancellationToken.None);
            }
        })));

        MarketCount Expected(string name, int index) => Count(
            "US", MarketFact.City, name, Writers * Enumerable.Range(0, PerWriter).Sum(round => Math.Pow(2, (index + round) % 3)));
        await HoldsAsync(store, [.. names.Select(Expected)]);
    }

    [SkippableFact]
    public async Task A_reader_among_writers_sees_no_more_than_was_added()
    {
        const int Rounds = 20;
        var store = await CreateStoreAsync();
        var writer = Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await store.AddAsync([Count("US", MarketFact.City, "Miami", 1)], CancellationToken.None);
            }
        });

        var seen = 0.0;
        do
        {
            var now = (await ReadAsync(store)).GetValueOrDefault(("US", MarketFact.City, "Miami"));
            Assert.InRange(now, seen, Rounds);
            seen = now;
            await Task.Yield();
        }
        while (!writer.IsCompleted);

        await writer;
        await HoldsAsync(store, Count("US", MarketFact.City, "Miami", Rounds));
    }

    [SkippableFact]
    public async Task A_cancelled_call_throws_and_adds_nothing()
    {
        var store = await CreateStoreAsync();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.AddAsync([Count("US", MarketFact.City, "Miami", 1)], source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ReadAsync(source.Token));

        Assert.Empty(await ReadAsync(store));
    }

    protected static MarketCount Count(string market, MarketFact fact, string name, double weight) => new(market, fact, name, weight);

    /// <summary>What the store holds, its parts added up.</summary>
    protected static async Task<Dictionary<(string Market, MarketFact Fact, string Name), double>> ReadAsync(IMarketStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var sums = new Dictionary<(string Market, MarketFact Fact, string Name), double>();
        foreach (var count in await store.ReadAsync(CancellationToken.None))
        {
            var key = (count.Market, count.Fact, count.Name);
            sums[key] = sums.GetValueOrDefault(key) + count.Weight;
        }

        return sums;
    }

    protected static async Task HoldsAsync(IMarketStore store, params IReadOnlyList<MarketCount> expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var held = await ReadAsync(store);
        foreach (var count in expected)
        {
            Assert.True(held.TryGetValue((count.Market, count.Fact, count.Name), out var weight), $"{count} is missing.");
            Assert.True(weight == count.Weight, $"{count} has the weight {weight}.");
        }

        Assert.Equal(expected.Count, held.Count);
    }
}
