using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite;

/// <summary>Keeps named sums in a SQLite file. Each addition happens once or not at all.</summary>
internal sealed class SqliteNamedSumStore(SqliteDatabase database, string application = HospitalityMemoryOptions.DefaultApplication) : INamedSumStore
{
    /// <summary>A large batch is split: one transaction for all its sums would keep the guests' writes waiting.</summary>
    private const int AddedAtOnce = 1_000;

    private readonly DatabaseRole _database = new(database, SumSchema.Schema, SqliteSynchronous.Normal, application);

    public string Name => "sqlite";

    public async ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(additions);
        cancellationToken.ThrowIfCancellationRequested();
        for (var start = 0; start < additions.Count; start += AddedAtOnce)
        {
            var first = start;

            // Sums are not worth an fsync, for which guests' writes would wait. The next of those syncs the same file.
            await _database.WriteRelaxedAsync(
                connection =>
                {
                    var end = Math.Min(first + AddedAtOnce, additions.Count);
                    for (var i = first; i < end; i++)
                    {
                        connection.Execute(SumSchema.Add, additions[i].Name, additions[i].Amount, additions[i].Guests);
                        connection.Execute(SumSchema.RemoveIfNobodys, additions[i].Name);
                    }

                    return end;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public IAsyncEnumerable<NamedSum> ReadAsync(CancellationToken cancellationToken) => _database.StreamAsync(
        static connection => connection.Query(SumSchema.GetAll),
        static reader => new NamedSum(reader.GetString(0), reader.GetDouble(1), reader.GetInt64(2)),
        cancellationToken);
}
