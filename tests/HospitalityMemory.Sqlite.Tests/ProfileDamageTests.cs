using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class ProfileDamageTests : ProfileDamageConformance
{
    protected override IProfileDamage Create() => new Damage();

    private sealed class Damage : IProfileDamage
    {
        private readonly TemporaryFolder _folder = new();
        private readonly List<SqliteDatabase> _opened = [];

        public IProfileStore Open()
        {
            var database = new SqliteDatabase(_folder.Settings(), TemporaryFolder.Time);
            _opened.Add(database);
            return new SqliteProfileStore(database, SqliteSynchronous.Normal, snapshots: 100, application: "inn");
        }

        public Task TearProfileAsync(string userId) =>
            ChangeAsync($"UPDATE {Table("profiles")} SET state = substr(state, 1, length(state) / 2) WHERE user_id = '{userId}'");

        public Task TearBookingAsync(string userId, string bookingId) =>
            ChangeAsync($"UPDATE {Table("bookings")} SET amenities = '[1' WHERE booking_id = '{bookingId}'");

        public Task MakeNewerAsync(string userId) =>
            ChangeAsync($"UPDATE {Table("profiles")} SET state = json_set(state, '$.schema_version', 99) WHERE user_id = '{userId}'");

        public Task MisplaceProfileAsync(string userId, string toUserId) =>
            ChangeAsync($"UPDATE {Table("profiles")} SET user_id = '{toUserId}' WHERE user_id = '{userId}'");

        public void Dispose()
        {
            _opened.ForEach(database => database.Dispose());
            _folder.Dispose();
        }

        private static string Table(string name) => $"\"{ApplicationTables.PrefixOf("inn")}{name}\"";

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
