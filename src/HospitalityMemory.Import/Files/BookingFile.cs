namespace HospitalityMemory.Import;

/// <summary>A file with bookings. It is read more than once: first to see how it is written, then to import it.</summary>
/// <remarks>Immutable. The first bytes tell whether the file is plain, gzip or zip. None of it is held in memory.</remarks>
public sealed class BookingFile
{
    private readonly Func<Stream> _open;

    private BookingFile(string name, Func<Stream> open)
    {
        Name = name;
        _open = open;
    }

    /// <summary>The file's name in messages.</summary>
    public string Name { get; }

    /// <summary>The file at a path.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The file. It is opened when it is read.</returns>
    public static BookingFile At(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(Path.GetFileName(path), () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true));
    }

    /// <summary>A file that is not on a disk.</summary>
    /// <param name="name">The file's name in messages.</param>
    /// <param name="open">
    /// Opens the file at its beginning, as a new stream each time. The stream must be able to seek; its reader disposes of it.
    /// </param>
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
