using HospitalityMemory.Conformance;

namespace HospitalityMemory.Firestore.Tests;

[Collection(UsesEmulator.Name)]
public sealed class GuestMergeTests(FirestoreEmulator emulator) : GuestMergeConformance
{
    protected override IRawStores Create() => new RawDocuments(emulator.Host);
}

[Collection(UsesEmulator.Name)]
public sealed class GuestMergeFaultTests(FirestoreEmulator emulator) : GuestMergeFaultConformance
{
    protected override int Stride => 11;

    protected override IRawStores Create() => new RawDocuments(emulator.Host);
}
