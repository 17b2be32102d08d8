using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Tests;

public sealed class ConformanceCaseTests
{
    [Fact]
    public void The_cases_of_a_contract_have_names_of_their_own_and_keep_their_order()
    {
        string[][] contracts =
        [
            [.. SessionStoreConformance.Cases(Never<ISessionStore>).Select(one => one.Name)],
            [.. ProfileStoreConformance.Cases(Never<IProfileStore>).Select(one => one.Name)],
            [.. NamedSumStoreConformance.Cases(Never<INamedSumStore>).Select(one => one.Name)],
        ];

        Assert.Equal([181, 38, 17], contracts.Select(names => names.Length));
        Assert.All(contracts, Assert.Distinct);
        Assert.Equal("Lifetime: What is created is read back whole", contracts[0][0]);
        Assert.Contains("Ranges: Messages are read from the end or after a number (3, null, \"28 29 30\")", contracts[0]);
        Assert.Equal(contracts[0], SessionStoreConformance.Cases(Never<ISessionStore>, new()).Select(one => one.ToString()));
    }

    [Fact]
    public async Task Each_run_has_a_place_of_its_own_and_disposes_of_what_was_opened_there()
    {
        var opened = new List<(string Place, string Application, DisposedStore Store)>();
        var cases = NamedSumStoreConformance.Cases((place, application, _) =>
        {
            var store = new DisposedStore();
            opened.Add((place, application, store));
            return new(store);
        });
        var twoApplications = cases.Single(one => one.Name == "Applications: Sums are of one application");

        await twoApplications.RunAsync();
        await twoApplications.RunAsync();

        Assert.Equal(["blue", "default", "blue", "default"], opened.Select(one => one.Application));
        Assert.All(opened, one => Assert.Matches("^[0-9a-f]{16}$", one.Place));
        Assert.All(opened, one => Assert.Equal(1, one.Store.Disposals));
        Assert.Equal(opened[0].Place, opened[1].Place);
        Assert.Equal(opened[2].Place, opened[3].Place);
        Assert.NotEqual(opened[0].Place, opened[2].Place);
    }

    [Fact]
    public async Task What_opening_throws_reaches_the_test_framework_as_it_is()
    {
        var skip = new NotSupportedException("There is no server.");

        var error = await Assert.ThrowsAsync<NotSupportedException>(() => First((_, _, _) => throw skip).RunAsync());

        Assert.Same(skip, error);
        var none = await Assert.ThrowsAsync<InvalidOperationException>(() => First((_, _, _) => new((INamedSumStore)null!)).RunAsync());
        Assert.Equal("The function that opens the store returned null; it must return a store.", none.Message);
    }

    [Fact]
    public async Task What_a_store_throws_has_failed_the_case_also_when_it_is_disposed_of()
    {
        var broken = await Assert.ThrowsAsync<ConformanceException>(() => First((_, _, _) => new(new ThrowingStore())).RunAsync());
        Assert.Equal(("no error", "TimeoutException: too late"), (broken.Expected, broken.Actual));
        Assert.IsType<TimeoutException>(broken.InnerException);

        var left = await Assert.ThrowsAsync<ConformanceException>(
            () => First((_, _, _) => new(new DisposedStore { Error = new IOException("held") })).RunAsync());
        Assert.Equal("IOException: held", left.Actual);
        Assert.Equal(
            "The store of named sums does not conform in the case 'Sums: It has a short name and holds nothing at first'."
            + "\nExpected: no error\nActual:   IOException: held",
            left.Message);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_ends_as_cancelled_and_its_token_reaches_the_store()
    {
        using var source = new CancellationTokenSource();
        var seen = new List<CancellationToken>();
        var cancelling = First((_, _, token) =>
        {
            seen.Add(token);
            return new(new CancellingStore(source, seen));
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelling.RunAsync(source.Token));

        Assert.Equal([source.Token, source.Token], seen);
    }

    [Fact]
    public async Task A_random_history_that_fails_tells_its_steps()
    {
        var history = SessionStoreConformance.Cases((_, _, _) => new(new Faults.FaultySessionStore(Faults.Fault.LosesAWrite, new InMemorySessionStore())))
            .Single(one => one.Name == "Histories: Count and weight let go what the rule says");

        var error = await Assert.ThrowsAsync<ConformanceException>(() => history.RunAsync());

        Assert.Contains("\nActual:   ", error.Message);
        Assert.Contains("say ", error.Message);
        Assert.NotEqual("no error", error.Expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void What_is_tried_is_tried_at_least_once(int value)
    {
        Func<object>[] settings =
        [
            () => new ConformanceOptions { Histories = value },
            () => new ConformanceOptions { ConcurrentHistories = value },
            () => new ConformanceOptions { Pairs = value },
        ];

        foreach (var (set, name) in settings.Zip(["Histories", "ConcurrentHistories", "Pairs"]))
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(set);
            Assert.Equal(name, error.ParamName);
            Assert.StartsWith($"{name} is {value}; it must be 1 or more.", error.Message);
        }
    }

    private static ConformanceCase First(OpenStore<INamedSumStore> open) => NamedSumStoreConformance.Cases(open)[0];

    private static ValueTask<TStore> Never<TStore>(string place, string application, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Listing the cases opens no store.");

    private class Sums : INamedSumStore
    {
        private readonly InMemoryNamedSumStore _inner = new();

        public string Name => _inner.Name;

        public virtual ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken) => _inner.AddAsync(additions, cancellationToken);

        public virtual IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken) => _inner.ReadAsync(cancellationToken);
    }

    private sealed class DisposedStore : Sums, IAsyncDisposable
    {
        public int Disposals { get; private set; }

        public Exception? Error { get; init; }

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return Error is null ? default : ValueTask.FromException(Error);
        }
    }

    private sealed class ThrowingStore : Sums
    {
        public override IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken) => throw new TimeoutException("too late");
    }

    private sealed class CancellingStore(CancellationTokenSource source, List<CancellationToken> seen) : Sums
    {
        public override IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken)
        {
            seen.Add(cancellationToken);
            source.Cancel();
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
