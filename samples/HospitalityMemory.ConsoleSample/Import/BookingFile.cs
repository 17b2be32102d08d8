using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>An open file, unpacked where it is gzip, that says how far it has been read.</summary>
internal sealed class BookingFile : IAsyncDisposable
{
    private readonly FileStream _file;

    private BookingFile(string path)
    {
        _file = File.OpenRead(path);
        Length = _file.Length;

        // By its first bytes, not by its name: browsers and mail programs unpack files and leave the ".gz".
        var isGzip = _file.ReadByte() is 0x1f && _file.ReadByte() is 0x8b;
        _file.Position = 0;
        Content = isGzip ? new WholeGzipStream(_file) : _file;
    }

    /// <summary>What is in the file, unpacked.</summary>
    public Stream Content { get; }

    /// <summary>The size on disk, in bytes.</summary>
    public long Length { get; }

    /// <summary>How much of <see cref="Length"/> has been read.</summary>
    public long Position => _file.Position;

    public static BookingFile Open(string path)
    {
        try
        {
            return new BookingFile(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"There is no file {path}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserErrorException($"{path} cannot be read. {exception.Message}");
        }
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
