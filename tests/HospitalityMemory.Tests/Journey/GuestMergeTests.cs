using HospitalityMemory.Conformance;

namespace HospitalityMemory.Tests;

public sealed class GuestMergeTests : GuestMergeConformance
{
    protected override IRawStores Create() => new NoRawStores();
}

public sealed class GuestMergeFaultTests : GuestMergeFaultConformance
{
    protected override IRawStores Create() => new NoRawStores();
}
