using HospitalityMemory.Conformance;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class ExportTests : ExportConformance
{
    protected override IRawStores Create() => new RawFiles();
}
