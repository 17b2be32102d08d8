namespace HospitalityMemory.Testing.Tests.Readme;

// snippet
public sealed class FileSumStoreTests : IClassFixture<FileSumStoreTests.Folder>
{
    public static TheoryData<ConformanceCase> Cases => [.. NamedSumStoreConformance.Cases(
        static (place, application, _) => new(new FileSumStore(Path.Combine(Folder.Name, place), application)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task It_does_what_its_contract_says(ConformanceCase conformance) => conformance.RunAsync();

    public sealed class Folder : IDisposable
    {
        public static string Name { get; } = Directory.CreateTempSubdirectory("sums-").FullName;

        public void Dispose() => Directory.Delete(Name, recursive: true);
    }
}
// end of snippet
