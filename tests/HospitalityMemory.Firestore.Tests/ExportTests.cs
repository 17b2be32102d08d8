using HospitalityMemory.Conformance;

namespace HospitalityMemory.Firestore.Tests;

[Collection(UsesEmulator.Name)]
public sealed class ExportTests(FirestoreEmulator emulator) : ExportConformance
{
    protected override IRawStores Create() => new RawDocuments(emulator.Host);
}
