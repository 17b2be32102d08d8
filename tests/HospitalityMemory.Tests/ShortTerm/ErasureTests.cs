namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>All sessions of a guest are deleted, and their ends are reported.</summary>
public sealed class ErasureTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();
    private readonly List<SessionEnd> _ended = [];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Sessions_that_go_are_told_as_deleted_and_those_that_had_expired_as_expired_once()
    {
        _fixture.EndHandlers.Add(new Listener(_ended));
        await _fixture.Memory.CreateSessionAsync("over", "guest");
        await _fixture.Memory.CreateSessionAsync("other", "other");
        _fixture.Clock.Advance(_fixture.Options.ShortTerm.SessionLifetime);
        await _fixture.Memory.CreateSessionAsync("live", "guest");

        var erasure = await _fixture.Memory.DeleteUserSessionsAsync("guest");

        Assert.Equal(new SessionErasure { Found = 2, Deleted = 2, Left = 0, Unreadable = 0 }, erasure);
        Assert.Equal(
            [new("live", SessionEndReason.Deleted), new("over", SessionEndReason.Expired)],
            _ended.Where(end => end.SessionId is not "other").OrderBy(end => end.SessionId, StringComparer.Ordinal));
        await _fixture.Memory.CleanupExpiredAsync();
        Assert.Equal(3, _ended.Count);
        Assert.Equal(new SessionErasure { Found = 0, Deleted = 0, Left = 0, Unreadable = 0 }, await _fixture.Memory.DeleteUserSessionsAsync("guest"));
        await Assert.ThrowsAsync<ArgumentException>("userId", async () => await _fixture.Memory.DeleteUserSessionsAsync(""));
    }

    [Fact]
    public void What_one_attempt_left_the_next_one_found_again() =>
        Assert.Equal(
            new SessionErasure { Found = 5, Deleted = 4, Left = 1, Unreadable = 1 },
            new SessionErasure { Found = 3, Deleted = 3, Left = 1, Unreadable = 1 }.Then(new() { Found = 3, Deleted = 1, Left = 1, Unreadable = 0 }));

    private sealed class Listener(List<SessionEnd> ended) : ISessionEndHandler
    {
        public ValueTask OnEndedAsync(SessionEnd end, CancellationToken cancellationToken)
        {
            ended.Add(end);
            return ValueTask.CompletedTask;
        }
    }
}
