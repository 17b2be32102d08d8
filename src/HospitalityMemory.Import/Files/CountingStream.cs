namespace HospitalityMemory.Import;

/// <summary>Counts what is read through it, and ends with an error where that is more than is allowed: a small file may unpack to any size.</summary>
internal sealed class CountingStream(Stream inner, long most, string problem) : WatchedStream(inner)
{
    private long _count;

    /// <summary>How many bytes were read; another thread may ask.</summary>
    public long Count => Interlocked.Read(ref _count);

    protected override void OnRead(ReadOnlySpan<byte> bytes, int wanted)
    {
        if (Interlocked.Add(ref _count, bytes.Length) > most)
        {
            throw new InvalidDataException(problem);
        }
    }
}
