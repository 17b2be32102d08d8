namespace HospitalityMemory.Firestore;

/// <summary>The cause of a <see cref="MemoryUnavailableException"/>: Firestore's error.</summary>
internal sealed class FirestoreRequestException(FirestoreError error) : Exception(error.Describe(), error.Cause)
{
    public FirestoreError Error { get; } = error;
}
