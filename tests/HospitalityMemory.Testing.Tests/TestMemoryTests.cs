using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HospitalityMemory.Testing.Tests;

public sealed class TestMemoryTests
{
    [Fact]
    public async Task It_is_a_whole_memory_on_a_clock_that_stands_where_it_says()
    {
        await using var memory = TestMemory.Create();

        await memory.Guests.BeginSessionAsync("s1", "guest");
        var session = await memory.ShortTerm.GetSessionAsync("s1");
        await memory.LongTerm.AddBookingToHistoryAsync("guest", new Booking { BookingId = "b", City = "Miami", CheckIn = new(2026, 1, 2) });

        Assert.Equal(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), TestMemory.DefaultStart);
        Assert.Equal(TestMemory.DefaultStart, session!.CreatedAt);
        Assert.Equal(["Miami"], (await memory.LongTerm.GetUserPreferencesAsync("guest")).PreferredCities);
        var listed = new List<string>();
        await foreach (var one in memory.Administration.ListSessionsAsync())
        {
            listed.Add(one.SessionId);
        }

        Assert.Equal(["s1"], listed);
    }

    [Fact]
    public async Task Two_memories_share_nothing_but_a_clock_that_they_are_given()
    {
        var time = new FakeTimeProvider(TestMemory.DefaultStart);
        await using var blue = TestMemory.Create(time, static _ => { });
        await using var red = TestMemory.Create(time, static _ => { });
        await blue.ShortTerm.CreateSessionAsync("s1");

        Assert.Null(await red.ShortTerm.GetSessionAsync("s1"));
        Assert.Same(blue.Time, red.Time);
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await blue.ShortTerm.GetSessionAsync("s1"));
    }

    [Fact]
    public async Task The_clock_drives_the_memorys_timers()
    {
        var store = new Mock<ISessionStore>();
        store.Setup(one => one.Name).Returns("never");
        store.Setup(one => one.PeekAsync(It.IsAny<string>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .Returns(() => new(new TaskCompletionSource<Session?>().Task));
        await using var memory = TestMemory.Create(builder => builder.UseSessionStore(_ => store.Object));

        var call = memory.ShortTerm.PeekSessionAsync("s1").AsTask();
        memory.Time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.False(call.IsCompleted);
        memory.Time.Advance(TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAsync<MemoryUnavailableException>(() => call);
    }

    [Fact]
    public async Task A_wrong_setting_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => TestMemory.Create(
            static builder => builder.Services.Configure<HospitalityMemoryOptions>(static options => options.ShortTerm.MaxMessages = 0)));

        Assert.Contains("MaxMessages", error.Message);
        await using var right = TestMemory.Create();
        Assert.Equal(50, right.Services.GetRequiredService<IOptions<HospitalityMemoryOptions>>().Value.ShortTerm.MaxMessages);
    }

    [Fact]
    public async Task A_test_waits_for_summaries()
    {
        var summarizer = new Mock<IConversationSummarizer>();
        summarizer.SetReturnsDefault(new ValueTask<string?>("they spoke"));
        await using var memory = TestMemory.Create(builder => builder.Services
            .AddSingleton(summarizer.Object)
            .Configure<HospitalityMemoryOptions>(static options => (options.ShortTerm.MaxMessages, options.ShortTerm.SummarizeAfter) = (2, 1)));
        await memory.ShortTerm.CreateSessionAsync("s1");
        for (var number = 1; number <= 4; number++)
        {
            await memory.ShortTerm.AddMessageAsync("s1", MessageRole.User, $"m{number}");
        }

        await memory.WhenSummarizedAsync();

        Assert.NotEmpty(summarizer.Invocations);
    }

    [Fact]
    public async Task What_a_test_calls_is_in_the_log_and_what_the_memory_calls_itself_is_not()
    {
        await using var memory = TestMemory.Create();

        await memory.Guests.BeginSessionAsync("s1", "guest");
        await memory.LongTerm.MarkActiveAsync("guest");
        await memory.Administration.CopySessionAsync("s1", 0, "s2");
        await memory.ShortTerm.DeleteSessionAsync("s2");

        Assert.Equal(
            [
                "IGuestMemory.BeginSessionAsync(sessionId: \"s1\", userId: \"guest\")",
                "ILongTermMemory.MarkActiveAsync(userId: \"guest\")",
                "IMemoryAdministration.CopySessionAsync(sessionId: \"s1\", through: 0, newSessionId: \"s2\")",
                "IShortTermMemory.DeleteSessionAsync(sessionId: \"s2\")",
            ],
            memory.Calls.Calls.Select(call => call.ToString()));
        memory.Calls.Clear();
        Assert.Empty(memory.Calls.Calls);
    }
}
