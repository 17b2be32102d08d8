namespace HospitalityMemory.Import;

/// <summary>One row of a file, whatever its form. Valid until the next one is read.</summary>
internal abstract class FileRow
{
    /// <summary>The line on which it begins, from 1; of one JSON text its place among the records, from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>Why it cannot be read as a row at all; null where it can.</summary>
    public string? Malformed { get; protected set; }

    /// <summary>The row as it stands in the file.</summary>
    public abstract string Raw { get; }

    /// <summary>What a column has; empty where the row has nothing there.</summary>
    public abstract string Text(int column);

    /// <summary>Whether the column has a number, as JSON has, which can be read in one way only.</summary>
    public virtual bool IsNumber(int column) => false;
}

/// <summary>Reads the rows of a file, one after the other: a file of any size takes the room of one row.</summary>
internal interface IRowReader : IAsyncDisposable
{
    /// <summary>The columns by name, as the file writes them. Of JSON they grow as rows are read.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Moves to the next row.</summary>
    /// <returns>The row; null at the end.</returns>
    /// <exception cref="InvalidDataException">The file is damaged from here on.</exception>
    ValueTask<FileRow?> ReadAsync(CancellationToken cancellationToken);
}
