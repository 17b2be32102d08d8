using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace HospitalityMemory.Testing.Tests.Readme.WithMSTest;

// snippet
[TestClass]
public sealed class FileSumStoreTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("sums-").FullName;

    public static IEnumerable<object[]> Cases => NamedSumStoreConformance.Cases(
        static (place, application, _) => new(new FileSumStore(Path.Combine(Folder, place), application)))
        .Select(one => new object[] { one });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public Task It_does_what_its_contract_says(ConformanceCase conformance) => conformance.RunAsync();

    [ClassCleanup]
    public static void DeleteFolder() => Directory.Delete(Folder, recursive: true);
}
// end of snippet
