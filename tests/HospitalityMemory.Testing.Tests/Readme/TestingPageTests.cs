using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Testing.Tests.Readme;

// snippet
/// <summary>Answers what a guest says. What it remembers, it has from the memory.</summary>
public sealed class Concierge(IShortTermMemory memory)
{
    public async Task<string> AnswerAsync(string sessionId, string said)
    {
        var session = await memory.GetOrCreateSessionAsync(sessionId, userId: null);
        await memory.AddMessageAsync(sessionId, MessageRole.User, said);
        return session.Messages.Count is 0 ? "Welcome." : "Welcome back.";
    }
}

public sealed class ConciergeTests
{
    [Fact]
    public async Task A_guest_is_welcomed_back_until_the_session_has_expired()
    {
        await using var memory = TestMemory.Create();
        var concierge = new Concierge(memory.ShortTerm);

        Assert.Equal("Welcome.", await concierge.AnswerAsync("session-1", "Hello"));
        memory.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal("Welcome back.", await concierge.AnswerAsync("session-1", "A villa, please"));
        memory.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("Welcome.", await concierge.AnswerAsync("session-1", "Hello again"));
    }

    [Fact]
    public async Task What_the_guest_says_is_written_down()
    {
        await using var memory = TestMemory.Create();

        await new Concierge(memory.ShortTerm).AnswerAsync("session-1", "Hello");

        var call = Assert.Single(memory.Calls.Of(nameof(IShortTermMemory.AddMessageAsync)));
        Assert.Equal("session-1", call.Argument<string>("sessionId"));
        Assert.Equal("Hello", call.Argument<string>("content"));
    }
}
// end of snippet

/// <summary>The rest of docs/testing.md.</summary>
public sealed class TestingPageTests
{
    [Fact]
    public async Task A_test_sets_the_memory_up_as_a_host_does()
    {
        // snippet
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero));
        await using var memory = TestMemory.Create(time, builder => builder
            .UsePreferenceLearner<FrequencyPreferenceLearner>()
            .Services.Configure<HospitalityMemoryOptions>(options => options.ShortTerm.MaxMessages = 10));
        // end of snippet

        for (var number = 1; number <= 12; number++)
        {
            await new Concierge(memory.ShortTerm).AnswerAsync("s", $"{number}");
        }

        var session = await memory.ShortTerm.GetSessionAsync("s");
        Assert.Equal(10, session!.Messages.Count);
        Assert.Equal(time.GetUtcNow(), session.UpdatedAt);
    }
}
