using Moq;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>
/// A summary belongs to the session whose messages it sums up, whatever happens to the id while it is made.
/// </summary>
public sealed class SummaryOwnerTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();
    private Func<Task> _during = () => Task.CompletedTask;
    private int _calls;

    public SummaryOwnerTests()
    {
        _fixture.Options.ShortTerm.MaxMessages = 1;
        _fixture.Options.ShortTerm.SummarizeAfter = 1;
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
        await Memory.WhenSummarizedAsync();

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal((second, 1, 0), (session.UserId, session.Version, session.Context.Count));
        Assert.Equal(1, _calls);
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
        await Memory.WhenSummarizedAsync();

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
        await Memory.WhenSummarizedAsync();

        Assert.Equal("[b1]", (await _fixture.PeekAsync("s1")).Context.GetString("conversation_summary"));
    }

    [Fact]
    public async Task A_session_that_got_its_guest_meanwhile_keeps_its_summary()
    {
        await Memory.CreateSessionAsync("s1");
        await Memory.AddMessageAsync("s1", MessageRole.User, "m1");
        _during = async () => await Memory.GetOrCreateSessionAsync("s1", "alice");

        await Memory.AddMessageAsync("s1", MessageRole.User, "m2");
        await Memory.WhenSummarizedAsync();

        var session = await _fixture.PeekAsync("s1");
        Assert.Equal(("alice", "[m1]"), (session.UserId, session.Context.GetString("conversation_summary")));
    }
}
