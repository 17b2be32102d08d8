namespace HospitalityMemory.Import;

/// <summary>Counts the bytes that are read through it, and fails if there are more than allowed: a small file may unpack to any size.</summary>
internal sealed class CountingStream(Stream inner, long most, string problem) : WatchedStream(inner)
{
    private long _count;

    /// <summary>How many bytes were read. Other threads may ask too.</summary>
    public long Count => Interlocked.Read(ref _count);

    protected override void OnRead(ReadOnlySpan<byte> bytes, int wanted)
    {
        if (Interlocked.Add(ref _count, bytes.Length) > most)
        {
            throw new InvalidDataException(problem);
        }
    }
}
