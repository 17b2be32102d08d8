using NUnit.Framework;

namespace HospitalityMemory.Testing.Tests.Readme.WithNUnit;

// snippet
public sealed class FileSumStoreTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("sums-").FullName;

    public static IEnumerable<ConformanceCase> Cases => NamedSumStoreConformance.Cases(
        static (place, application, _) => new(new FileSumStore(Path.Combine(Folder, place), application)));

    [TestCaseSource(nameof(Cases))]
    public Task It_does_what_its_contract_says(ConformanceCase conformance) => conformance.RunAsync();

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);
}
// end of snippet
