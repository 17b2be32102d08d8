using System.Buffers.Binary;
using System.IO.Compression;

namespace HospitalityMemory.Import;

/// <summary>Unpacks gzip, and notices a file that was cut short, such as a broken download. GZipStream takes the cut for the end.</summary>
/// <param name="packed">The packed bytes.</param>
/// <param name="statedLength">
/// The unpacked length that the file states, of which it has only the lowest 32 bits. If several files were put together, it is that of the
/// last.
/// </param>
internal sealed class WholeGzipStream(Stream packed, uint statedLength)
    : WatchedStream(new GZipStream(packed, CompressionMode.Decompress))
{
    private long _length;

    /// <summary>The length that the last four bytes state (RFC 1952).</summary>
    public static uint StatedLength(Stream file)
    {
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        var start = file.Position;
        file.Position = Math.Max(0, file.Length - trailer.Length);
        file.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false);
        file.Position = start;
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    protected override void OnRead(ReadOnlySpan<byte> bytes, int wanted)
    {
        _length += bytes.Length;
        if (bytes.IsEmpty && wanted > 0 && _length < statedLength)
        {
            throw new InvalidDataException("The gzip file is cut short.");
        }
    }
}
