using HospitalityMemory.Stores;
using Moq;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>
/// A summary belongs to the session whose messages it condenses, whatever happens to the id while it is made.
/// </summary>
public sealed class SummaryOwnerTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();
    private Func<Task> _during = () => Task.CompletedTask;
    private int _calls;

    public SummaryOwnerTests()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        var summarizer = new Mock<IConversationSummarizer>();
        summarizer.Setup(mock => mock.SummarizeAsync(
                It.IsAny<string>(), It.IsAny<string?>(), It.IsAny<IReadOnlyList<SessionMessage>>(), It.IsAny<CancellationToken>()))
            .Returns(async (string _, string? previous, IReadOnlyList<SessionMessage> dropped, CancellationToken _) =>
            {
                _calls++;
                await _during();
                return $"{previous}[{dropped[0].Content}]";
            });
        _fixture.Summarizers.Add(summarizer.Object);
    }

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("alice", "bob", 0)]
    [InlineData("alice", "bob", 1)]
    [InlineData("alice", "alice", 1)]
    [InlineData("alice", null, 0)]
    [InlineData(null, "bob", 1)]
    [InlineData(null, "bob", 0)]
    public async Task A_session_begun_anew_under_the_same_id_gets_no_summary_of_the_one_before(
        string? first, string? second, int secondsLater)
    {
        await Memory.CreateSessionAsync("s1", first);
        await Memory.AddMessageAsync("s1", MessageRole.User, "the first one's secret");
        _during = async () =>
        {
            await Memory.DeleteSessionAsync("s1");
            _fixture.Clock.Advance(TimeSpan.FromSeconds(secondsLater));
            await Memory.CreateSessionAsync("s1", second);
        };

        Assert.Equal(2, (await Memory.AddMessageAsync("s1", MessageRole.User, "m2")).Sequence);

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal((second, 1, 0), (session.UserId, session.Version, session.Context.Count));
        Assert.Contains("ended", Assert.Single(_fixture.Logger.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_of_the_session_begun_anew_is_not_continued_with_what_the_one_before_dropped()
    {
        await Memory.CreateSessionAsync("s1", "alice");
        await Memory.AddMessageAsync("s1", MessageRole.User, "alice's secret");
        _during = async () =>
        {
            await Memory.DeleteSessionAsync("s1");
            await Memory.CreateSessionAsync("s1", "bob");
            await Memory.UpdateSessionAsync("s1", state => state with { Context = state.Context.Set("conversation_summary", "bob's") });
        };

        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");

        Assert.Equal("bob's", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Another_guests_session_of_the_same_instant_and_as_many_messages_is_told_apart_by_its_guest()
    {
        await Memory.CreateSessionAsync("s1", "alice");
        await Memory.AddMessageAsync("s1", MessageRole.User, "alice's secret");
        _during = async () =>
        {
            _during = () => Task.CompletedTask;
            await Memory.DeleteSessionAsync("s1");
            await Memory.CreateSessionAsync("s1", "bob");
            await Memory.AddMessageAsync("s1", MessageRole.User, "b1");
            await Memory.AddMessageAsync("s1", MessageRole.User, "b2");
        };

        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");

        Assert.Equal("[b1]", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));
    }

    [Fact]
    public async Task A_session_that_got_its_guest_meanwhile_keeps_its_summary()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        _during = async () => await Memory.GetOrCreateSessionAsync("s1", "alice");

        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal(("alice", "[m1]"), (session.UserId, session.Context.GetString("conversation_summary")));
    }

    [Fact]
    public async Task Where_the_store_does_not_return_the_session_one_begun_anew_since_is_told_apart_all_the_same()
    {
        // A remote store, and a session that was begun anew before the memory looks at it for the first time.
        var inner = new InMemorySessionStore();
        var store = new Mock<ISessionStore>();
        var isBegunAnew = false;
        store.SetupGet(mock => mock.IsRemote).Returns(true);
        store.Setup(mock => mock.TryCreateAsync(It.IsAny<Session>(), It.IsAny<SessionLimits>(), It.IsAny<CancellationToken>()))
            .Returns((Session session, SessionLimits limits, CancellationToken token) => inner.TryCreateAsync(session, limits, token));
        store.Setup(mock => mock.TryReplaceAsync(
                It.IsAny<Session>(), It.IsAny<DateTimeOffset>(), It.IsAny<SessionLimits>(), It.IsAny<CancellationToken>()))
            .Returns((Session session, DateTimeOffset now, SessionLimits limits, CancellationToken token) =>
                inner.TryReplaceAsync(session, now, limits, token));
        store.Setup(mock => mock.PeekAsync("s1", It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .Returns((string id, DateTimeOffset now, CancellationToken token) => inner.PeekAsync(id, now, token));
        store.Setup(mock => mock.AppendAsync(
                "s1", It.IsAny<SessionMessage>(), It.IsAny<DateTimeOffset>(), It.IsAny<SessionLimits>(), It.IsAny<CancellationToken>()))
            .Returns(async (string id, SessionMessage message, DateTimeOffset now, SessionLimits limits, CancellationToken token) =>
            {
                var result = await inner.AppendAsync(id, message, now, limits, token);
                if (isBegunAnew)
                {
                    await inner.DeleteAsync(id, now, token);
                    await inner.TryCreateAsync(
                        new Session { SessionId = id, UserId = "bob", CreatedAt = now.AddTicks(1), ExpiresAt = now.AddHours(1) }, limits, token);
                }

                return result with { Session = null };
            });
        _fixture.Store = store.Object;
        await Memory.CreateSessionAsync("s1", "alice");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");
        Assert.Equal("[m1]", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));

        isBegunAnew = true;
        await Memory.AddMessageAsync("s1", MessageRole.User, "m3");

        isBegunAnew = false;
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await _fixture.PeekAsync("s1")).Context);
        Assert.Equal(1, _calls);
    }
}
