namespace HospitalityMemory.Sqlite;

/// <summary>The table of named sums, and the statements on it.</summary>
internal static class SumSchema
{
    /// <summary>A sum is little more than its key, and so the rows lie in the index itself.</summary>
    public static readonly DatabaseSchema Schema = new("sums", """
        CREATE TABLE memory_sums (
            name TEXT NOT NULL PRIMARY KEY,
            amount REAL NOT NULL,
            guests INTEGER NOT NULL
        ) WITHOUT ROWID;
        """);

    public const string Add =
        """
        INSERT INTO memory_sums (name, amount, guests)
        VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET amount = amount + excluded.amount, guests = guests + excluded.guests
        """;

    public const string RemoveIfNobodys = "DELETE FROM memory_sums WHERE name = $1 AND guests = 0";

    public const string GetAll = "SELECT name, amount, guests FROM memory_sums WHERE guests <> 0";
}
