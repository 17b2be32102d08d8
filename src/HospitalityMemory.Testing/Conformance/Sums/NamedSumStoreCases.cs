using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What any store of named sums must do.</summary>
internal sealed class NamedSumStoreCases(CaseRun<INamedSumStore> run) : StoreCases<INamedSumStore>(run)
{
    /// <summary>Names that a path, a query or a field would stumble over; each is a sum of its own.</summary>
    private static readonly string[] OddNames =
    [
        " ", ".", "..", "a.b", "a/b", "/", "a\\b", "\\", "a`b", "`", "``", "~", "~7E", "~json", "a~b", "%", "%2F", "a:b", "price/US/USD:-12",
        "__x__", "__", "____", "x__", "*", "[0]", "{}", "'", "''", "\"", "a,b", "a;b", "-- ", "sums", "amount", "guests", "NULL", "null",
        "0", "1", "1.0", "miami", "Miami", "MIAMI", "Malmö", "Malmo\u0308", "東京", "😀", "👩‍👩‍👧", "İstanbul", "istanbul",
        "\u00a0", "\u200b", "a\tb", "straße", "strasse", "city//x", "city/x/",
    ];

    [Case]
    public async Task It_has_a_short_name_and_holds_nothing_at_first()
    {
        var store = await CreateStoreAsync();

        Assert.Matches("^[a-z0-9_-]{1,32}$", store.Name);
        await HoldsAsync(store);
    }

    [Case]
    public async Task Adding_nothing_is_no_error()
    {
        var store = await CreateStoreAsync();

        await store.AddAsync([], CaseToken.Current);

        await HoldsAsync(store);
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await store.AddAsync(null!, CaseToken.Current));
    }

    [Case]
    public async Task What_is_added_is_added_up_over_calls_amounts_and_guests()
    {
        var store = await CreateStoreAsync();

        await store.AddAsync([new("Miami", 1.5, 1), new("Austin", 2, 1)], CaseToken.Current);
        await store.AddAsync([new("Miami", 0.25, 0)], CaseToken.Current);
        await store.AddAsync([new("Boston", 4, 3), new("Miami", 8, 2)], CaseToken.Current);

        await HoldsAsync(store, new("Austin", 2, 1), new("Boston", 4, 3), new("Miami", 9.75, 3));
    }

    [Case]
    public async Task What_is_taken_back_is_taken_off()
    {
        var store = await CreateStoreAsync();
        await store.AddAsync([new("Miami", 8, 3)], CaseToken.Current);

        await store.AddAsync([new("Miami", -2, -1)], CaseToken.Current);

        await HoldsAsync(store, new NamedSum("Miami", 6, 2));
    }

    /// <summary>A store need not know; one that says so must know all.</summary>
    [Case]
    public async Task What_changed_since_a_reading_is_told_whole_or_not_at_all()
    {
        var store = await CreateStoreAsync();
        await store.AddAsync([new("Miami", 1, 1), new("Austin", 2, 1), new("Oslo", 3, 1)], CaseToken.Current);
        var first = await store.ReadChangesAsync(null, CaseToken.Current);
        Assert.Null(first?.Sums);

        await store.AddAsync([new("Miami", 4, 1), new("Oslo", -3, -1)], CaseToken.Current);
        var changes = await store.ReadChangesAsync(first?.Version, CaseToken.Current);

        Assert.Equal(
            changes?.Sums is null ? null : [new("Miami", 5, 2), new NamedSum("Oslo", 0, 0)],
            changes?.Sums?.OrderBy(sum => sum.Name, StringComparer.Ordinal));
        await HoldsAsync(store, new("Austin", 2, 1), new("Miami", 5, 2));
    }

    [Case]
    public async Task Behind_which_no_guest_stands_any_more_is_gone_with_its_amount()
    {
        var store = await CreateStoreAsync();
        await store.AddAsync([new("Miami", 8, 2), new("Austin", 1, 1)], CaseToken.Current);

        await store.AddAsync([new("Miami", -1, -1)], CaseToken.Current);
        await store.AddAsync([new("Miami", -1, -1)], CaseToken.Current);
        await HoldsAsync(store, new NamedSum("Austin", 1, 1));

        await store.AddAsync([new("Miami", 3, 1)], CaseToken.Current);
        await HoldsAsync(store, new("Austin", 1, 1), new("Miami", 3, 1));
    }

    [Case]
    public async Task A_guest_who_is_taken_back_before_another_server_adds_it_is_not_counted_after_all()
    {
        var store = await CreateStoreAsync();

        await store.AddAsync([new("Miami", -1, -1)], CaseToken.Current);
        await HoldsAsync(store, new NamedSum("Miami", -1, -1));
        await store.AddAsync([new("Miami", 3, 2)], CaseToken.Current);

        await HoldsAsync(store, new NamedSum("Miami", 2, 1));
    }

    [Case]
    public async Task Names_of_any_characters_do_not_share_a_sum()
    {
        var store = await CreateStoreAsync();
        string[] names =
        [
            .. OddNames, new string('x', 1_000), new string('x', 999), new string('東', 333), new string('`', 1_000), new string('\\', 500),
        ];
        NamedSum[] sums = [.. names.Select((name, index) => new NamedSum(name, index + 1, index + 1))];
        Assert.Distinct(names);

        await store.AddAsync(sums, CaseToken.Current);
        await store.AddAsync(sums, CaseToken.Current);

        await HoldsAsync(store, Twice(sums));
    }

    [Case]
    public async Task Amounts_of_the_whole_range_survive()
    {
        var store = await CreateStoreAsync();
        NamedSum[] sums =
        [
            .. Enumerable.Range(0, 31).Select(step => new NamedSum($"power {step}", Math.Pow(2, -200 + (20 * step)), 1)),
            .. Enumerable.Range(0, 31).Select(step => new NamedSum($"pi {step}", Math.PI * Math.Pow(2, -200 + (20 * step)), 1)),
        ];
        Assert.Equal(Math.Pow(2, 400), sums[30].Amount);

        await store.AddAsync(sums, CaseToken.Current);
        await store.AddAsync(sums, CaseToken.Current);

        await HoldsAsync(store, Twice(sums));
    }

    [Case]
    public async Task Thousands_in_one_call_are_all_there()
    {
        var store = await CreateStoreAsync();
        NamedSum[] sums = [.. Enumerable.Range(0, 5_000).Select(number => new NamedSum($"name {number}", 1 + (number % 7), 1 + (number % 3)))];

        await store.AddAsync(sums, CaseToken.Current);
        await HoldsAsync(store, sums);
        await store.AddAsync([.. sums.Reverse()], CaseToken.Current);

        await HoldsAsync(store, Twice(sums));
    }

    [Case]
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
                var sums = names.Select((name, index) => new NamedSum(name, Math.Pow(2, (index + round) % 3), 1));
                await store.AddAsync([.. writer % 2 is 0 ? sums : sums.Reverse()], CaseToken.Current);
            }
        })));

        NamedSum Expected(string name, int index) => new(
            name, Writers * Enumerable.Range(0, PerWriter).Sum(round => Math.Pow(2, (index + round) % 3)), Writers * PerWriter);
        await HoldsAsync(store, [.. names.Select(Expected)]);
    }

    [Case]
    public async Task A_reader_among_writers_sees_no_more_than_was_added()
    {
        const int Rounds = 20;
        var store = await CreateStoreAsync();
        var writer = Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await store.AddAsync([new("Miami", 1, 1)], CaseToken.Current);
            }
        });

        var seen = 0.0;
        do
        {
            var now = (await ReadAsync(store)).GetValueOrDefault("Miami");
            Assert.InRange(now.Amount, seen, Rounds);
            Assert.Equal(now.Amount, now.Guests);
            seen = now.Amount;
            await Task.Yield();
        }
        while (!writer.IsCompleted);

        await writer;
        await HoldsAsync(store, new NamedSum("Miami", Rounds, Rounds));
    }

    [Case]
    public async Task A_cancelled_call_throws_and_adds_nothing()
    {
        var store = await CreateStoreAsync();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.AddAsync([new("Miami", 1, 1)], source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await ReadAsync(store, source.Token));

        await HoldsAsync(store);
    }

    /// <summary>What the store holds, by name; fails where a name comes twice.</summary>
    private static async Task<Dictionary<string, NamedSum>> ReadAsync(INamedSumStore store, CancellationToken? cancellationToken = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        var sums = new Dictionary<string, NamedSum>(StringComparer.Ordinal);
        await foreach (var sum in store.ReadAsync(cancellationToken ?? CaseToken.Current))
        {
            sums.Add(sum.Name, sum);
        }

        return sums;
    }

    private static async Task HoldsAsync(INamedSumStore store, params NamedSum[] expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var held = await ReadAsync(store);
        foreach (var sum in expected)
        {
            Assert.True(held.TryGetValue(sum.Name, out var found), $"{sum} is missing.");
            Assert.Equal(sum, found);
        }

        Assert.Equal(expected.Length, held.Count);
    }

    private static NamedSum[] Twice(IEnumerable<NamedSum> sums) =>
        [.. sums.Select(sum => sum with { Amount = 2 * sum.Amount, Guests = 2 * sum.Guests })];
}
