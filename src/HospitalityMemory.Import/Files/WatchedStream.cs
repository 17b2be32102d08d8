namespace HospitalityMemory.Import;

/// <summary>A stream that is read once from its beginning. A derived class sees what is read.</summary>
internal abstract class WatchedStream(Stream inner) : ForwardStream
{
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        OnRead(buffer[..read], buffer.Length);
        return read;
    }

    public sealed override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        OnRead(buffer.Span[..read], buffer.Length);
        return read;
    }

    public sealed override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Called after each read, also after the one at the end that reads nothing.</summary>
    /// <param name="bytes">What was read.</param>
    /// <param name="wanted">How many bytes were asked for.</param>
    protected abstract void OnRead(ReadOnlySpan<byte> bytes, int wanted);

    protected sealed override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
