using HospitalityMemory.Conformance.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class SqliteSecretsTests : SecretsConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IAsyncDisposable?> ChooseStoresAsync(IHospitalityMemoryBuilder memory, Planted planted)
    {
        memory.UseSqliteSessions(_folder.ConnectionString()).UseSqliteProfiles(_folder.ConnectionString());
        return Task.FromResult<IAsyncDisposable?>(null);
    }

    protected override IEnumerable<(string Name, Func<Task> Break, Func<Task> Mend)> Breaks(Planted planted)
    {
        var broken = $$"""{"{{planted.Marker}}":{{planted.Marker}}""";
        var foreign = $$"""{"schema_version":1,"created_at":"{{planted.Marker}}","messages":"{{planted.Marker}}","{{planted.Marker}}":[{"{{planted.Marker}}":1}]}""";
        foreach (var json in (string[])[broken, foreign])
        {
            yield return ($"state of a session: {json[..10]}", Run($"UPDATE memory_session_states SET data = '{json}'"), NothingAsync);
            yield return ($"message: {json[..10]}", Run($"UPDATE memory_messages SET data = '{json}'"), NothingAsync);
            yield return ($"profile: {json[..10]}", Run($"UPDATE memory_profiles SET state = '{json}'"), NothingAsync);
            yield return ($"fields of a booking: {json[..10]}", Run($"UPDATE memory_bookings SET additional_fields = '{json}', amenities = '{json}'"), NothingAsync);
        }

        yield return ("columns of a booking", Run($"UPDATE memory_bookings SET price_per_night = '{planted.Marker}', status = '{planted.Marker}'"), NothingAsync);
        yield return ("a table that is gone", Run("ALTER TABLE memory_messages RENAME TO gone"), Run("ALTER TABLE gone RENAME TO memory_messages"));
        yield return ("another table that is gone", Run("ALTER TABLE memory_bookings RENAME TO gone"), Run("ALTER TABLE gone RENAME TO memory_bookings"));
    }

    private Func<Task> Run(string sql) => () =>
    {
        using var plain = _folder.Plain();
        plain.Scalar(sql);
        return Task.CompletedTask;
    };
}
