using HospitalityMemory.Testing.Conformance;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class SchemaTests : IDisposable
{
    private const string Things = "CREATE TABLE memory_things (name TEXT); INSERT INTO memory_things VALUES ('old')";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_role_may_come_first_to_a_file_that_others_use_too(bool profilesFirst)
    {
        using (var plain = _folder.Plain())
        {
            plain.Scalar("CREATE TABLE theirs (id INTEGER); PRAGMA user_version = 42; PRAGMA application_id = 43");
        }

        var profiles = _folder.Profiles();
        var sessions = _folder.Sessions();
        if (profilesFirst)
        {
            await profiles.PingAsync(CancellationToken.None);
        }

        await sessions.PingAsync(CancellationToken.None);
        await ProfileSamples.CommitAsync(profiles, ProfileSamples.Profile("guest"));

        using var after = _folder.Plain();
        Assert.Equal("profiles=1,sessions=1", after.Scalar("SELECT group_concat(role || '=' || version) FROM (SELECT * FROM memory_schema ORDER BY role)"));
        Assert.Equal(42L, after.Scalar("PRAGMA user_version"));
        Assert.Equal(43L, after.Scalar("PRAGMA application_id"));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_nothing_is_changed()
    {
        await ProfileSamples.CommitAsync(_folder.Profiles(), ProfileSamples.Profile("guest"));
        using var plain = _folder.Plain();
        plain.Scalar("UPDATE memory_schema SET version = 7");

        using var databases = new SqliteDatabases(TemporaryFolder.Time);
        var store = new SqliteProfileStore(databases.Get(_folder.Settings()), SqliteSynchronous.Normal, snapshots: 2);
        var error = await Assert.ThrowsAsync<SchemaVersionException>(async () => await store.GetAsync("guest", CancellationToken.None));
        await Assert.ThrowsAsync<SchemaVersionException>(async () => await store.DeleteAsync("guest", CancellationToken.None));

        Assert.Equal((7, 1), (error.Found, error.Supported));
        Assert.Equal(1L, plain.Scalar("SELECT count(*) FROM memory_profiles"));
        Assert.Equal(7L, plain.Scalar("SELECT version FROM memory_schema"));
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_to_date_step_by_step_and_keeps_its_data()
    {
        await using (var before = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time))
        {
            await PrepareAsync(before, Things);
        }

        await using var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
        await PrepareAsync(database, Things, "ALTER TABLE memory_things ADD COLUMN colour TEXT", "UPDATE memory_things SET colour = 'blue'");

        using var plain = _folder.Plain();
        Assert.Equal("old blue", plain.Scalar("SELECT name || ' ' || colour FROM memory_things"));
        Assert.Equal(3L, plain.Scalar("SELECT version FROM memory_schema WHERE role = 'things'"));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_the_file_as_it_was()
    {
        await using var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
        await PrepareAsync(database, Things);

        await Assert.ThrowsAsync<MemoryUnavailableException>(
            () => PrepareAsync(database, Things, "ALTER TABLE memory_things ADD COLUMN colour TEXT", "UPDATE nothing SET colour = 'blue'"));

        using var plain = _folder.Plain();
        Assert.Equal(1L, plain.Scalar("SELECT version FROM memory_schema WHERE role = 'things'"));
        Assert.Equal(0L, plain.Scalar("SELECT count(*) FROM pragma_table_info('memory_things') WHERE name = 'colour'"));
    }

    [Fact]
    public async Task Many_that_start_at_once_create_one_schema()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            await using var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
            var store = new SqliteProfileStore(database, SqliteSynchronous.Normal, snapshots: 2);
            await ProfileSamples.CommitAsync(store, ProfileSamples.Profile($"guest-{number}"));
        })));

        using var plain = _folder.Plain();
        Assert.Equal(8L, plain.Scalar("SELECT count(DISTINCT version) FROM memory_profiles"));
    }

    private static async Task PrepareAsync(SqliteDatabase database, params string[] steps) => await database.Writer.RunAsync(
        connection =>
        {
            new DatabaseSchema("things", steps).Migrate(connection);
            return true;
        },
        isDurable: false,
        CancellationToken.None);
}
