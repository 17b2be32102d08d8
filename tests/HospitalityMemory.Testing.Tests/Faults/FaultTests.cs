using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Tests.Faults;

/// <summary>Each fault is found, and what is said of it tells what it is.</summary>
public sealed class FaultTests
{
    public static TheoryData<Fault, string, string, string> Found => new()
    {
        { Fault.LosesAWrite, "Writes: An append in between does not make a replacement conflict", "[\"in between\"]", "[]" },
        { Fault.SharesASnapshot, "Ranges: What was read does not change", "[\"m2\", \"m3\"]", "[\"m1\", \"m2\", \"m4\"," },
        { Fault.IgnoresConflicts, "Writes: A version that is not the next one conflicts and changes nothing", "Conflict", "Done" },
        { Fault.IgnoresExpiry, "Lifetime: A session that is live is not created again", "null", "0 messages" },
        {
            Fault.ExtendsOnPeek, "Lifetime: A read extends the lifetime and a peek does not",
            "2026-03-01T12:30:00.0000000+00:00", "2026-03-01T12:40:00.0000000+00:00"
        },
        { Fault.ForgetsMessageIds, "Message ids: A repeated id is not stored again and answers its number", "(Done, 2, 0)", "(Done, 3, 0)" },
        { Fault.SharesApplications, "Applications: One id is a session of its own in each application", "null", "0 messages" },
        { Fault.MixesGuestsUp, "Isolation: Guests whose ids resemble each other share nothing", "true", "reads what it has not written" },
        { Fault.CommitsHalf, "Bookings: A profile and its bookings are committed together", "20", "0" },
        {
            Fault.Overwrites, "Sums: What is added is added up over calls amounts and guests",
            "NamedSum { Name = Miami, Amount = 9.75, Guests = 3 }", "NamedSum { Name = Miami, Amount = 8, Guests = 2 }"
        },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public async Task A_store_with_a_fault_fails_a_case_that_tells_it(Fault fault, string name, string expected, string actual)
    {
        var found = Cases(fault).Single(one => one.Name == name);

        var error = await Assert.ThrowsAsync<ConformanceException>(() => found.RunAsync());

        Assert.Equal(name, error.Case);
        Assert.Equal(expected, error.Expected);
        Assert.Contains(actual, error.Actual);
        Assert.Contains($"does not conform in the case '{name}'.\nChecked:  ", error.Message);
        Assert.Contains($"\nExpected: {expected}\nActual:   {error.Actual}", error.Message);
    }

    [Theory]
    [MemberData(nameof(Found))]
    public async Task Without_the_fault_the_same_case_passes(Fault fault, string name, string expected, string actual)
    {
        _ = (expected, actual);
        await Cases(fault, isFaulty: false).Single(one => one.Name == name).RunAsync();
    }

    [Fact]
    public void All_ten_faults_are_tried() =>
        Assert.Equal(Enum.GetValues<Fault>(), Found.Select(row => (Fault)row[0]));

    private static IReadOnlyList<ConformanceCase> Cases(Fault fault, bool isFaulty = true)
    {
        var options = new ConformanceOptions { Pairs = 50 };
        switch (fault)
        {
            case Fault.MixesGuestsUp or Fault.CommitsHalf:
                return ProfileStoreConformance.Cases(
                    (_, _, _) => new(isFaulty ? new FaultyProfileStore(fault, new InMemoryProfileStore()) : new InMemoryProfileStore()), options);
            case Fault.Overwrites:
                return NamedSumStoreConformance.Cases(
                    (_, _, _) => new(isFaulty ? new FaultyNamedSumStore() : new InMemoryNamedSumStore()), options);
            default:
                var shared = new InMemorySessionStore();
                return SessionStoreConformance.Cases(
                    (_, _, _) => new(
                        !isFaulty ? new InMemorySessionStore()
                        : new FaultySessionStore(fault, fault is Fault.SharesApplications ? shared : new InMemorySessionStore())),
                    options);
        }
    }
}
