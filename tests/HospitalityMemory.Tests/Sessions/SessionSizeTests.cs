using HospitalityMemory.Stores;
using Xunit.Abstractions;

namespace HospitalityMemory.Tests.Sessions;

/// <summary>Tests that measure this process as a whole, and therefore run alone.</summary>
[CollectionDefinition("Measures the process", DisableParallelization = true)]
public sealed class MeasuresTheProcess;

[Collection("Measures the process")]
public sealed class SessionSizeTests(ITestOutputHelper output)
{
    private const int Measurements = 7;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(4000, 5, false)]
    [InlineData(3000, 20, false)]
    [InlineData(2000, 50, false)]
    [InlineData(2000, 200, false)]
    [InlineData(2000, 200, true)]
    [InlineData(5000, 0, false)]
    public async Task What_is_counted_is_what_the_process_grew_by(int sessions, int messages, bool isPinnedFirst)
    {
        await FillAsync(sessions: 100, messages, isPinnedFirst);

        // What earlier tests left behind may go in the middle of a measurement, and of the next one (the runtime gives pooled buffers
        // back a minute later): the middle of several counts.
        var ratios = new double[Measurements];
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = await MeasureAsync(sessions, messages, isPinnedFirst);
        }

        Assert.InRange(ratios.Order().ElementAt(Measurements / 2), 0.85, 1.15);
    }

    [Fact]
    public async Task Everything_that_was_counted_is_given_back()
    {
        var store = await FillAsync(300, 70, isPinnedFirst: true);

        for (var i = 0; i < 300; i++)
        {
            Assert.True(await store.DeleteAsync($"session-{i}", Now, CancellationToken.None));
        }

        Assert.Equal(new SessionStoreUsage(0, 0), await store.GetUsageAsync(Now, CancellationToken.None));
    }

    /// <returns>The bytes counted for each byte by which the heap grew.</returns>
    private async Task<double> MeasureAsync(int sessions, int messages, bool isPinnedFirst)
    {
        var before = SettledMemory();

        var store = await FillAsync(sessions, messages, isPinnedFirst);

        var grown = SettledMemory() - before;
        var usage = await store.GetUsageAsync(Now, CancellationToken.None);
        var ratio = usage.SizeBytes / (double)grown;
        output.WriteLine(FormattableString.Invariant(
            $"{sessions} sessions of {messages} messages: counted {usage.SizeBytes:N0}, grown {grown:N0}, ratio {ratio:F3}"));
        Assert.Equal(sessions, usage.LiveSessions);
        return ratio;
    }

    /// <summary>
    /// What is on the heap once all that may go has gone. The runtime's own way to wait for that is content with 5 % of
    /// the whole heap, which here is more than the sessions.
    /// </summary>
    private static long SettledMemory()
    {
        const int MaxRounds = 20;
        const long Noise = 4096;
        var memory = long.MaxValue;
        for (var round = 0; round < MaxRounds; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var settled = GC.GetTotalMemory(forceFullCollection: false);
            if (Math.Abs(memory - settled) < Noise)
            {
                return settled;
            }

            memory = settled;
        }

        return memory;
    }

    private static async Task<InMemorySessionStore> FillAsync(int sessions, int messages, bool isPinnedFirst)
    {
        var store = new InMemorySessionStore();
        var limits = new SessionLimits
        {
            Lifetime = TimeSpan.FromMinutes(30),
            MaxMessages = 50,
            MaxSessionBytes = 1024 * 1024,
            MaxTotalBytes = 1024L * 1024 * 1024,
        };
        for (var i = 0; i < sessions; i++)
        {
            var session = new SessionInfo
            {
                SessionId = $"session-{i}",
                UserId = i % 2 is 0 ? $"guest-{i}" : null,
                CreatedAt = Now,
                ExpiresAt = Now + limits.Lifetime,
                Slots = new BookingSlots { City = $"City {i}", NumberOfGuests = 2, BudgetCurrency = new string('A', 3) },
                Context = JsonFields.Empty.Set($"flag {i}", true),
            };
            await store.TryCreateAsync(session, limits, CancellationToken.None);
            for (var j = 0; j < messages; j++)
            {
                var message = new SessionMessage
                {
                    Role = MessageRole.User,
                    Content = $"{i}:{j} " + new string('x', 20 + (i * 31 + j * 17) % 160),
                    Timestamp = Now,
                    Pinned = isPinnedFirst && j is 0,
                };
                var judged = new NewMessage(message, MessageGroup.OfAppend(0)) { IsSpared = message.Pinned, StartsTurn = true };
                await store.AppendAsync(session.SessionId, judged, Now, limits, CancellationToken.None);
            }
        }

        return store;
    }
}
