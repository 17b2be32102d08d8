namespace HospitalityMemory.Sqlite;

/// <summary>The table of market counts, and the statements on it.</summary>
internal static class MarketSchema
{
    /// <summary>A count is little more than its key, so that the rows lie in the index itself.</summary>
    public static readonly DatabaseSchema Schema = new("market", """
        CREATE TABLE memory_market (
            market TEXT NOT NULL,
            fact TEXT NOT NULL,
            name TEXT NOT NULL,
            weight REAL NOT NULL,
            PRIMARY KEY (market, fact, name)
        ) WITHOUT ROWID;
        """);

    public const string Add =
        """
        INSERT INTO memory_market (market, fact, name, weight)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (market, fact, name) DO UPDATE SET weight = weight + excluded.weight
        """;

    public const string GetAll = "SELECT market, fact, name, weight FROM memory_market";
}
