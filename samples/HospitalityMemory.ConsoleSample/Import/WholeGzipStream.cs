using System.Buffers.Binary;
using System.IO.Compression;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Unpacks a gzip file and notices when it was cut short, as a broken download is: GZipStream takes that for its end.</summary>
internal sealed class WholeGzipStream(FileStream file) : Stream
{
    private readonly GZipStream _content = new(file, CompressionMode.Decompress);
    private readonly uint _statedLength = ReadStatedLength(file);
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(_content.Read(buffer, offset, count), count);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await _content.ReadAsync(buffer, cancellationToken), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _content.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The last four bytes are the unpacked length (RFC 1952), or of several files put together that of the last.</summary>
    private static uint ReadStatedLength(FileStream file)
    {
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        RandomAccess.Read(file.SafeFileHandle, trailer, Math.Max(0, file.Length - trailer.Length));
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private int Count(int read, int wanted)
    {
        _length += read;
        if (read is 0 && wanted > 0 && _length < _statedLength)
        {
            throw new InvalidDataException("The gzip file is cut short.");
        }

        return read;
    }
}
