namespace HospitalityMemory.Firestore;

/// <summary>The cause within a <see cref="MemoryUnavailableException"/>: what Firestore answered.</summary>
internal sealed class FirestoreRequestException(FirestoreError error) : Exception(error.Describe(), error.Cause)
{
    public FirestoreError Error { get; } = error;
}
