namespace HospitalityMemory.Import;

/// <summary>One row of a file, whatever its form. It is valid until the next row is read.</summary>
internal abstract class FileRow
{
    /// <summary>The line on which the row begins, from 1; for a JSON text the number of the record, from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>Why the row cannot be read at all; null if it can.</summary>
    public string? Malformed { get; protected set; }

    /// <summary>The row as it stands in the file.</summary>
    public abstract string Raw { get; }

    /// <summary>The text in a column; empty if the row has nothing there.</summary>
    public abstract string Text(int column);

    /// <summary>Whether the column has a number of JSON, which can be read in one way only.</summary>
    public virtual bool IsNumber(int column) => false;
}

/// <summary>Reads the rows of a file one after the other. A file of any size takes the memory of one row.</summary>
internal interface IRowReader : IAsyncDisposable
{
    /// <summary>The columns by name, as the file writes them. For JSON they grow as rows are read.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Moves to the next row.</summary>
    /// <returns>The row; null at the end.</returns>
    /// <exception cref="InvalidDataException">The file is damaged from here on.</exception>
    ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken);
}
