using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class SessionDamageTests : SessionDamageConformance
{
    protected override ISessionDamage Create() => new Damage();

    private sealed class Damage : ISessionDamage
    {
        private readonly TemporaryFolder _folder = new();
        private readonly List<SqliteDatabase> _opened = [];

        public ISessionStore Open()
        {
            var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
            _opened.Add(database);
            return new SqliteSessionStore(database, SqliteSynchronous.Normal, application: "inn");
        }

        public Task TearSessionAsync(string sessionId) => ChangeAsync(
            $"UPDATE {Table("session_states")} SET data = substr(data, 1, length(data) / 2) WHERE session = {KeyOf(sessionId)}");

        public Task TearTimeAsync(string sessionId) =>
            ChangeAsync($"UPDATE {Table("sessions")} SET updated_at = 9223372036854775807 WHERE session = {KeyOf(sessionId)}");

        public Task TearMessageAsync(string sessionId) =>
            ChangeAsync($"UPDATE {Table("messages")} SET data = '{{' WHERE session = {KeyOf(sessionId)} AND sequence = 1");

        public Task MakeNewerAsync(string sessionId) =>
            ChangeAsync($"UPDATE {Table("session_states")} SET data = json_set(data, '$.schema_version', 99) WHERE session = {KeyOf(sessionId)}");

        public Task MisplaceSessionAsync(string sessionId, string toSessionId) =>
            ChangeAsync($"UPDATE {Table("sessions")} SET session_id = '{toSessionId}' WHERE session = {KeyOf(sessionId)}");

        public void Dispose()
        {
            _opened.ForEach(database => database.Dispose());
            _folder.Dispose();
        }

        private static string Table(string name) => $"\"{ApplicationTables.PrefixOf("inn")}{name}\"";

        private static string KeyOf(string sessionId) => $"(SELECT session FROM {Table("sessions")} WHERE session_id = '{sessionId}')";

        private Task ChangeAsync(string sql)
        {
            using var plain = _folder.Plain();
            using var command = plain.CreateCommand();
#pragma warning disable CA2100 // The texts are those of the tests.
            command.CommandText = sql;
#pragma warning restore CA2100
            Assert.Equal(1, command.ExecuteNonQuery());
            return Task.CompletedTask;
        }
    }
}
