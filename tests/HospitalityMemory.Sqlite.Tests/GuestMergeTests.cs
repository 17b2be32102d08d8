using HospitalityMemory.Conformance;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class GuestMergeTests : GuestMergeConformance
{
    protected override IRawStores Create() => new RawFiles();
}

public sealed class GuestMergeFaultTests : GuestMergeFaultConformance
{
    protected override int Stride => 7;

    protected override IRawStores Create() => new RawFiles();
}
