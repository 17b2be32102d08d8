using System.Text.Json;

namespace HospitalityMemory.Tests.ShortTerm;

public sealed class BadIdTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Every_method_refuses_an_id_that_is_not_allowed()
    {
        var memory = _fixture.Memory;
        string[] bad = [null!, "", new('x', 257), "a\nb", "\0", "\u0085", "a\u2028b", "a\u2029", "a\u007f", "half \ud800", "\udc00"];
        var snapshot = new Session { SessionId = "s1", CreatedAt = DateTimeOffset.UnixEpoch };
        using var json = JsonDocument.Parse("{}");
        foreach (var id in bad)
        {
            Func<Task>[] calls =
            [
                () => memory.CreateSessionAsync(id).AsTask(),
                () => memory.GetOrCreateSessionAsync(id, userId: null).AsTask(),
                () => memory.GetSessionAsync(id).AsTask(),
                () => memory.PeekSessionAsync(id).AsTask(),
                () => memory.UpdateSessionAsync(id, state => state).AsTask(),
                () => memory.UpdateSlotsAsync(id, BookingSlots.Empty).AsTask(),
                () => memory.UpdateSlotsFromJsonAsync(id, json.RootElement).AsTask(),
                () => memory.TryUpdateSlotsFromJsonAsync(id, json.RootElement).AsTask(),
                () => memory.ClearSlotsAsync(id).AsTask(),
                () => memory.ClearSlotsAsync(id, []).AsTask(),
                () => memory.AddMessageAsync(id, MessageRole.User, "x").AsTask(),
                () => memory.AddMessageAsync(id, new SessionMessage { Role = MessageRole.User, Content = "x" }).AsTask(),
                () => memory.AddMessagesAsync(id, []).AsTask(),
                () => memory.DeleteSessionAsync(id).AsTask(),
            ];
            foreach (var call in calls)
            {
                Assert.Equal("sessionId", (await Assert.ThrowsAnyAsync<ArgumentException>(call)).ParamName);
            }

            Assert.Equal("userId", (await Assert.ThrowsAnyAsync<ArgumentException>(() => memory.ListUserSessionsAsync(id).ToListAsync().AsTask())).ParamName);
            Assert.Equal("userId", (await Assert.ThrowsAnyAsync<ArgumentException>(() => memory.UpdateSessionAsync(snapshot, id, state => state).AsTask())).ParamName);
            if (id is not null)
            {
                await Assert.ThrowsAsync<ArgumentException>("userId", () => memory.CreateSessionAsync("s1", id).AsTask());
                await Assert.ThrowsAsync<ArgumentException>("userId", () => memory.GetOrCreateSessionAsync("s1", id).AsTask());
            }
        }

        Assert.Equal(0, (await memory.GetMemoryUsageAsync()).SessionsCount);
    }

    [Fact]
    public async Task Null_arguments_are_named()
    {
        var memory = _fixture.Memory;
        var session = await memory.CreateSessionAsync("s1");

        await Assert.ThrowsAsync<ArgumentNullException>("update", () => memory.UpdateSessionAsync("s1", null!).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>("update", () => memory.UpdateSessionAsync(session, "guest", null!).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>("session", () => memory.UpdateSessionAsync((Session)null!, "guest", state => state).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>("slots", () => memory.UpdateSlotsAsync("s1", null!).AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>("slotNames", () => memory.ClearSlotsAsync("s1", null!).AsTask());
        await Assert.ThrowsAsync<ArgumentException>("slotNames", () => memory.ClearSlotsAsync("s1", [null!]).AsTask());
    }

    [Fact]
    public async Task An_id_of_256_characters_and_of_any_script_is_allowed()
    {
        foreach (var id in (string[])[new('x', 256), "🏖", "a b", "../x", "ü:/\\*"])
        {
            await _fixture.Memory.CreateSessionAsync(id, id);
            Assert.Equal(id, Assert.Single(await _fixture.Memory.ListUserSessionsAsync(id).ToListAsync()).SessionId);
        }
    }
}
