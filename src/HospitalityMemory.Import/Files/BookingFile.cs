namespace HospitalityMemory.Import;

/// <summary>A file with bookings, which is read more than once: first to see how it is written, then to import it.</summary>
/// <remarks>Immutable. Plain, gzip or zip, by its first bytes; nothing of it is held in memory.</remarks>
public sealed class BookingFile
{
    private readonly Func<Stream> _open;

    private BookingFile(string name, Func<Stream> open)
    {
        Name = name;
        _open = open;
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The file of a path.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The file; it is opened when it is read.</returns>
    public static BookingFile At(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(Path.GetFileName(path), () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true));
    }

    /// <summary>A file that lies elsewhere than on a disk.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="open">Opens it at its beginning, each time a new stream, which is disposed of by whoever reads it; it must be able to seek.</param>
    /// <returns>The file.</returns>
    public static BookingFile Of(string name, Func<Stream> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(open);
        return new(name, open);
    }

    internal Stream Open() => _open() is { CanSeek: true } stream
        ? stream
        : throw new InvalidOperationException($"The stream of {Name} cannot seek; a file is read twice, and packed ones from their end.");
}
