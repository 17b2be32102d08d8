using System.IO.Compression;

namespace HospitalityMemory.Import;

/// <summary>An open file, unpacked, which tells how far it has been read.</summary>
internal sealed class FileContent : IAsyncDisposable
{
    /// <summary>A large file may unpack to this many times its size. Gzip reaches a thousand with a single letter repeated.</summary>
    private const int MostExpansion = 300;
    private const long AlwaysAllowed = 256L << 20;

    private readonly Stream _file;
    private readonly ZipArchive? _archive;
    private readonly CountingStream? _packed;

    private FileContent(Stream file, BookingFileOptions options, string name)
    {
        _file = file;
        Length = file.Length;
        Span<byte> head = stackalloc byte[4];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;

        // The first bytes decide, not the name: browsers and mail programs unpack files and leave the ".gz".
        Packing = head[..read] switch
        {
            [0x1f, 0x8b, ..] => "gzip",
            [(byte)'P', (byte)'K', 3, 4] => "zip",
            _ => null,
        };
        var most = Packing is null ? options.MaxBytes : Math.Min(options.MaxBytes, Math.Max(AlwaysAllowed, Length * MostExpansion));
        var problem = $"{name} {(Packing is null ? "has" : "unpacks to")} more than {most:N0} bytes, which are the most that are read.";
        if (Packing is "zip")
        {
            _archive = OpenArchive(file);
            Content = new CountingStream(Entry(_archive, options.Entry, name).Open(), most, problem);
        }
        else
        {
            _packed = new CountingStream(file, long.MaxValue, problem);
            Content = new CountingStream(Packing is "gzip" ? new WholeGzipStream(_packed, WholeGzipStream.StatedLength(file)) : _packed, most, problem);
        }
    }

    /// <summary>What is in the file, unpacked.</summary>
    public Stream Content { get; }

    /// <summary><c>gzip</c> or <c>zip</c>; null for a plain file.</summary>
    public string? Packing { get; }

    /// <summary>The size of the file as it is stored, in bytes.</summary>
    public long Length { get; }

    /// <summary>How much of <see cref="Length"/> has been read.</summary>
    public long Position => _packed?.Count ?? Math.Min(Length, _file.CanSeek ? _file.Position : Length);

    /// <exception cref="ImportQuestionException">A zip file has several files, and one must be named.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static FileContent Open(BookingFile file, BookingFileOptions options)
    {
        var stream = file.Open();
        try
        {
            return new(stream, options, file.Name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync().ConfigureAwait(false);
        _archive?.Dispose();
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private static ZipArchive OpenArchive(Stream file) => new(file, ZipArchiveMode.Read, leaveOpen: true);

    private static ZipArchiveEntry Entry(ZipArchive archive, string? wanted, string name)
    {
        const int MostNamed = 10;
        var files = archive.Entries.Where(static entry => entry.Name.Length > 0 && !IsOfTheSystem(entry.FullName)).ToList();
        if (wanted is not null)
        {
            return files.Find(entry => entry.FullName == wanted || entry.Name == wanted) ?? throw Ask($"{name} has no file {wanted}");
        }

        return files.Count is 1 ? files[0] : throw Ask(files.Count is 0 ? $"{name} has no file" : $"{name} has {files.Count} files");

        ImportQuestionException Ask(string problem) => new([new ImportQuestion
        {
            Setting = "entry",
            Problem = $"{problem}: which one is to be read?",
            Choices = [.. files.Take(MostNamed).Select(static entry => entry.FullName)],
        }]);
    }

    // Files that macOS packs beside each file.
    private static bool IsOfTheSystem(string path) =>
        path.StartsWith("__MACOSX/", StringComparison.Ordinal) || path.EndsWith(".DS_Store", StringComparison.Ordinal);
}
