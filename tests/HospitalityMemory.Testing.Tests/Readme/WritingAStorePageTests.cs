using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Testing.Tests.Readme;

/// <summary>What docs/writing-a-store.md shows. The blocks for xunit run as they stand.</summary>
public sealed class WritingAStorePageTests
{
    [Fact]
    public async Task The_blocks_for_NUnit_and_MSTest_run_all_cases_too()
    {
        var nunit = new WithNUnit.FileSumStoreTests();
        var mstest = new WithMSTest.FileSumStoreTests();
        foreach (var one in WithNUnit.FileSumStoreTests.Cases)
        {
            await nunit.It_does_what_its_contract_says(one);
        }

        foreach (var row in WithMSTest.FileSumStoreTests.Cases)
        {
            await mstest.It_does_what_its_contract_says((ConformanceCase)Assert.Single(row));
        }

        nunit.DeleteFolder();
        WithMSTest.FileSumStoreTests.DeleteFolder();
        Assert.Equal(17, WithNUnit.FileSumStoreTests.Cases.Count());
        Assert.Equal(17, WithMSTest.FileSumStoreTests.Cases.Count());
    }

    [Fact]
    public async Task A_host_uses_the_store()
    {
        var folder = Directory.CreateTempSubdirectory("sums-").FullName;
        var services = new ServiceCollection();

        // snippet
        services.AddHospitalityMemory()
            .UseNamedSumStore(_ => new FileSumStore(folder, HospitalityMemoryOptions.DefaultApplication));
        // end of snippet

        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<INamedSumStore>().AddAsync([new("Miami", 1.5, 1)], CancellationToken.None);
        }

        Assert.Equal("""[{"Name":"Miami","Amount":1.5,"Guests":1}]""", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder))));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Less_is_tried_of_a_store_behind_a_network()
    {
        var cases = Cases(server: null);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cases[0].RunAsync());
        Assert.Equal("Skipped: there is no server.", error.Message);
        await Cases("here").Single(one => one.Name == "Isolation: Sessions and guests whose ids resemble each other share nothing").RunAsync();

        static IReadOnlyList<ConformanceCase> Cases(string? server)
        {
            // snippet
            return SessionStoreConformance.Cases(
                (place, application, _) =>
                {
                    SkipWhere(server is null, "there is no server");
                    return new(new MySessionStore(server, keyPrefix: $"{place}:", application));
                },
                new ConformanceOptions { Histories = 200, ConcurrentHistories = 50, Pairs = 100 });
            // end of snippet
        }
    }

    [Fact]
    public async Task What_a_failed_case_says_is_what_the_page_shows()
    {
        var cases = SessionStoreConformance.Cases(
            (_, _, _) => new(new Faults.FaultySessionStore(Faults.Fault.ExtendsOnPeek, new InMemorySessionStore())));

        var error = await Assert.ThrowsAsync<ConformanceException>(
            () => cases.Single(one => one.Name == "Lifetime: A read extends the lifetime and a peek does not").RunAsync());

        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "writing-a-store.md"));
        Assert.Contains($"{cases.Count} for sessions, 38 for profiles, {FileSumStoreTests.Cases.Count} for sums", page);
        Assert.Contains(string.Join('\n', error.Message.Split('\n').Select(line => $"    {line}")), page);
    }

    private static void SkipWhere(bool condition, string reason)
    {
        if (condition)
        {
            throw new InvalidOperationException($"Skipped: {reason}.");
        }
    }

    /// <summary>Stands for a store behind a network.</summary>
    private sealed class MySessionStore(string? server, string keyPrefix, string application)
        : Faults.FaultySessionStore((Faults.Fault)(-1), new InMemorySessionStore())
    {
        public override string ToString() => $"{server} {keyPrefix} {application}";
    }
}
