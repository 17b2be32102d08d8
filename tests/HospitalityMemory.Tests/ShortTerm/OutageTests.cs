using System.Text.Json;
using HospitalityMemory.Stores;
using HospitalityMemory.Tests.Stores;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>Every call of a conversation ends in time over a store that never answers, and at once when it is cancelled.</summary>
public sealed class OutageTests : IDisposable
{
    private static readonly Dictionary<string, Func<IShortTermMemory, CancellationToken, Task>> Calls = new()
    {
        ["create"] = (memory, token) => memory.CreateSessionAsync("s1", cancellationToken: token).AsTask(),
        ["create as given"] = (memory, token) => memory.CreateSessionAsync(new NewSession { SessionId = "s1" }, token).AsTask(),
        ["get or create"] = (memory, token) => memory.GetOrCreateSessionAsync("s1", "guest", token).AsTask(),
        ["get or create as given"] = (memory, token) => memory.GetOrCreateSessionAsync(new NewSession { SessionId = "s1" }, token).AsTask(),
        ["get"] = (memory, token) => memory.GetSessionAsync("s1", token).AsTask(),
        ["peek"] = (memory, token) => memory.PeekSessionAsync("s1", token).AsTask(),
        ["update"] = (memory, token) => memory.UpdateSessionAsync("s1", state => state, token).AsTask(),
        ["update a guest's"] = (memory, token) =>
            memory.UpdateSessionAsync(new SessionInfo { SessionId = "s1", CreatedAt = ShortTermFixture.Start }, "guest", state => state, token).AsTask(),
        ["slots"] = (memory, token) => memory.UpdateSlotsAsync("s1", new BookingSlots { City = "Rome" }, token).AsTask(),
        ["slots from JSON"] = (memory, token) =>
            memory.UpdateSlotsFromJsonAsync("s1", JsonElement.Parse("""{"city":"Rome"}"""), token).AsTask(),
        ["good slots from JSON"] = (memory, token) =>
            memory.TryUpdateSlotsFromJsonAsync("s1", JsonElement.Parse("""{"city":"Rome"}"""), token).AsTask(),
        ["clear slots"] = (memory, token) => memory.ClearSlotsAsync("s1", token).AsTask(),
        ["clear some slots"] = (memory, token) => memory.ClearSlotsAsync("s1", [SlotNames.City], token).AsTask(),
        ["append"] = (memory, token) => memory.AddMessageAsync("s1", MessageRole.User, "hello", token).AsTask(),
        ["append a message"] = (memory, token) => memory.AddMessageAsync("s1", Message("hello"), token).AsTask(),
        ["append a tool's result"] = (memory, token) =>
            memory.AddMessageAsync("s1", Message("42") with { Role = MessageRole.Tool, ToolCallIds = ["call"] }, token).AsTask(),
        ["append several"] = (memory, token) => memory.AddMessagesAsync("s1", [Message("a"), Message("b")], token).AsTask(),
        ["append none"] = (memory, token) => memory.AddMessagesAsync("s1", [], token).AsTask(),
        ["messages"] = (memory, token) => memory.GetMessagesAsync("s1", 0, 10, token).AsTask(),
        ["latest messages"] = (memory, token) => memory.GetLatestMessagesAsync("s1", 10, token).AsTask(),
        ["replace a message"] = (memory, token) => memory.ReplaceMessageAsync("s1", 1, message => message, token).AsTask(),
        ["clear messages"] = (memory, token) => memory.ClearMessagesAsync("s1", token).AsTask(),
        ["delete"] = (memory, token) => memory.DeleteSessionAsync("s1", token).AsTask(),
        ["a page of sessions"] = (memory, token) => memory.ListUserSessionsAsync("guest", null, 10, token).AsTask(),
        ["sessions"] = async (memory, token) =>
        {
            await foreach (var _ in memory.ListUserSessionsAsync("guest", token))
            {
            }
        },
    };

    private static readonly Dictionary<string, Func<IShortTermMemory, CancellationToken, Task>> Unlimited = new()
    {
        ["usage"] = (memory, token) => memory.GetMemoryUsageAsync(token).AsTask(),
        ["delete a guest's"] = (memory, token) => memory.DeleteUserSessionsAsync("guest", token).AsTask(),
        ["clean-up"] = (memory, token) => memory.CleanupExpiredAsync(token).AsTask(),
    };

    private readonly ShortTermFixture _fixture = new() { Store = SilentStore.Create<ISessionStore>() };

    public static TheoryData<string> Names => [.. Calls.Keys];

    public static TheoryData<string> UnlimitedNames => [.. Unlimited.Keys];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Every_method_is_called_here()
    {
        var methods = typeof(IShortTermMemory).GetMethods().Length;

        Assert.Equal(methods, Calls.Keys.Except(["append a tool's result", "append none"]).Count() + Unlimited.Count);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_call_ends_when_its_time_is_up_and_says_whose_it_was(string name)
    {
        var call = Calls[name](_fixture.Memory, CancellationToken.None);
        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.False(call.IsCompleted);

        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => call);
        Assert.StartsWith(
            "Short-term memory did not finish a call within 00:00:02 (ShortTerm.Timeout); its store is 'silent'.", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_cancelled_call_ends_at_once(string name)
    {
        using var source = new CancellationTokenSource();
        var call = Calls[name](_fixture.Memory, source.Token);

        await source.CancelAsync();

        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    [Theory, MemberData(nameof(UnlimitedNames))]
    public void What_operators_call_takes_the_time_that_it_takes(string name)
    {
        var call = Unlimited[name](_fixture.Memory, CancellationToken.None);

        _fixture.Clock.Advance(TimeSpan.FromDays(1));

        Assert.False(call.IsCompleted);
    }

    [Fact]
    public async Task The_limit_is_the_settings()
    {
        _fixture.Options.ShortTerm.Timeout = TimeSpan.FromMilliseconds(10);
        var call = _fixture.Memory.GetSessionAsync("s1").AsTask();

        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Contains("within 00:00:00.0100000", (await Assert.ThrowsAsync<MemoryUnavailableException>(() => call)).Message, StringComparison.Ordinal);
    }

    /// <summary>Nobody waits for a store in this process. A call may still wait for an extension of the host.</summary>
    [Fact]
    public async Task An_initializer_that_hangs_does_not_hang_the_call()
    {
        var hanging = new Moq.Mock<ISessionInitializer>();
        hanging.Setup(mock => mock.InitializeAsync(Moq.It.IsAny<SessionInfo>(), Moq.It.IsAny<CancellationToken>()))
            .Returns(new ValueTask<SessionState>(new TaskCompletionSource<SessionState>().Task));
        _fixture.Initializers.Add(hanging.Object);
        _fixture.Store = new InMemorySessionStore();
        var call = _fixture.Memory.CreateSessionAsync("s1").AsTask();

        _fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => call);
    }

    private static SessionMessage Message(string content) => new() { Role = MessageRole.User, Content = content };
}
