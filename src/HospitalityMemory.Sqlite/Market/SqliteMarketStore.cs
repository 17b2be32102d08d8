using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>Keeps market counts in a SQLite file.</summary>
internal sealed class SqliteMarketStore(SqliteDatabase database) : IMarketStore
{
    private readonly DatabaseRole _database = new(database, MarketSchema.Schema, SqliteSynchronous.Normal);

    public string Name => "sqlite";

    public async ValueTask AddAsync(IReadOnlyList<MarketCount> counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        cancellationToken.ThrowIfCancellationRequested();
        if (counts.Count is 0)
        {
            return;
        }

        // Counts are approximate: not worth an fsync, which would keep the writes of guests waiting.
        await _database.WriteRelaxedAsync(
            connection =>
            {
                foreach (var count in counts)
                {
                    connection.Execute(MarketSchema.Add, count.Market, MarketFactNames.NameOf(count.Fact), count.Name, count.Weight);
                }

                return counts.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<MarketCount>> ReadAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<MarketCount>>(
            static connection =>
            {
                var counts = new List<MarketCount>();
                using var reader = connection.Query(MarketSchema.GetAll);
                while (reader.Read())
                {
                    if (MarketFactNames.TryParse(reader.GetString(1), out var fact))
                    {
                        counts.Add(new(reader.GetString(0), fact, reader.GetString(2), reader.GetDouble(3)));
                    }
                }

                return counts;
            },
            cancellationToken);
}
