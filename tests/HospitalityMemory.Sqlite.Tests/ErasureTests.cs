using Microsoft.Extensions.DependencyInjection;
using static HospitalityMemory.Sqlite.Tests.SampleSessions;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>The erasure of a guest with unreadable rows.</summary>
public sealed class ErasureTests : IDisposable
{
    private const string Guest = "guest";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sessions_that_cannot_be_read_are_erased_and_counted()
    {
        await using var provider = Build();
        var shortTerm = provider.GetRequiredService<IShortTermMemory>();
        foreach (var id in (string[])["well", "newer", "json", "message", "none", "another's", "time"])
        {
            await shortTerm.GetOrCreateSessionAsync(id, Guest);
            await shortTerm.AddMessageAsync(id, MessageRole.User, $"a secret of {id}");
        }

        await shortTerm.GetOrCreateSessionAsync("other", "other");
        await shortTerm.AddMessageAsync("other", MessageRole.User, "hello");
        await provider.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync(Guest, new() { BookingId = "b", City = "Porto", CheckIn = new(2026, 1, 1) });
        Break();

        var receipt = await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync(Guest);

        Assert.Equal(new SessionErasure { Found = 7, Deleted = 7, Left = 0, Unreadable = 6 }, receipt.Sessions);
        Assert.Equal(new ProfileErasure { ProfilesDeleted = 1, BookingsDeleted = 1, ProfilesLeft = 0, BookingsLeft = 0 }, receipt.Profile);
        Assert.True(receipt.IsComplete);
        AssertOnlyOtherStays();
        Assert.Equal(new SessionErasure { Found = 0, Deleted = 0, Left = 0, Unreadable = 0 }, (await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync(Guest)).Sessions);
    }

    [Fact]
    public async Task A_profile_that_cannot_be_read_is_erased_and_one_that_came_meanwhile_is_told()
    {
        await using var provider = Build();
        var longTerm = provider.GetRequiredService<ILongTermMemory>();
        await longTerm.AddBookingToHistoryAsync(Guest, new() { BookingId = "b", City = "Porto", CheckIn = new(2026, 1, 1) });
        using (var plain = _folder.Plain())
        {
            // A newer host writes the row again whenever it is deleted.
            plain.Scalar("UPDATE memory_profiles SET state = json_set(state, '$.schema_version', 99)");
            plain.Scalar("""
                CREATE TRIGGER newer_host AFTER DELETE ON memory_profiles BEGIN
                    INSERT INTO memory_profiles SELECT OLD.*;
                END
                """.Replace("SELECT OLD.*", $"({Columns(plain)}) VALUES ({Columns(plain, "OLD.")})", StringComparison.Ordinal));
        }

        var receipt = await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync(Guest);
        Assert.False(receipt.IsComplete);
        Assert.Equal(1, receipt.Profile.ProfilesLeft);

        using (var plain = _folder.Plain())
        {
            plain.Scalar("DROP TRIGGER newer_host");
        }

        Assert.True((await provider.GetRequiredService<IGuestMemory>().EraseGuestAsync(Guest)).IsComplete);
    }

    [Fact]
    public async Task An_expired_session_leaves_no_row()
    {
        var store = _folder.Sessions();
        await store.TryCreateAsync(New("s1") with { UserId = Guest }, Limits, CancellationToken.None);
        await SayAsync(store, "s1", new([.. Enumerable.Range(0, 9).Select(n => Says($"{n}", $"{n}", n))]), Keeping);
        await store.TryCreateAsync(New("other") with { UserId = "other" }, Limits, CancellationToken.None);
        await SayAsync(store, "other", Numbered(1, 1));

        var erased = await store.EraseAsync(Guest, Testing.Conformance.ProfileSamples.Now.AddHours(1), CancellationToken.None);

        Assert.Equal([new SessionEnd("s1", SessionEndReason.Expired)], erased.Ended);
        AssertOnlyOtherStays();
    }

    private static string Columns(Microsoft.Data.Sqlite.SqliteConnection plain, string prefix = "") =>
        (string)plain.Scalar($"SELECT group_concat('{prefix}' || name) FROM pragma_table_info('memory_profiles')")!;

    private void Break()
    {
        using var plain = _folder.Plain();
        Change("newer", "json_set(data, '$.schema_version', 99)");
        Change("json", "'{'");
        Change("another's", "json_set(data, '$.user_id', 'other')");
        plain.Scalar($"UPDATE memory_messages SET data = '{{' WHERE session = {KeyOf("message")}");
        plain.Scalar($"DELETE FROM memory_session_states WHERE session = {KeyOf("none")}");
        plain.Scalar("UPDATE memory_sessions SET updated_at = 9223372036854775807 WHERE session_id = 'time'");

        void Change(string id, string data) => plain.Scalar($"UPDATE memory_session_states SET data = {data} WHERE session = {KeyOf(id)}");
        static string KeyOf(string id) => $"(SELECT session FROM memory_sessions WHERE session_id = '{id.Replace("'", "''", StringComparison.Ordinal)}')";
    }

    private void AssertOnlyOtherStays()
    {
        using var plain = _folder.Plain();
        Assert.Equal("other 1 1", plain.Scalar(
            "SELECT group_concat(session_id) || ' ' || (SELECT sessions FROM memory_session_totals) || ' ' || (SELECT count(*) FROM memory_session_states) FROM memory_sessions"));
        foreach (var table in (string[])["memory_messages", "memory_waiting_messages", "memory_message_ids"])
        {
            Assert.Equal(0L, plain.Scalar($"SELECT count(*) FROM {table} WHERE session NOT IN (SELECT session FROM memory_sessions)"));
        }
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSqliteSessions(_folder.ConnectionString()).UseSqliteProfiles(_folder.ConnectionString());
        return services.BuildServiceProvider();
    }
}
