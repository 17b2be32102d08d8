using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Conformance.Secrets;

/// <summary>
/// Nothing that a guest is called, says or wants, and no password, stands in a log, a metric, an activity or the message of an exception:
/// when all is well, when input is bad, when the host's own code fails, and when the store is broken.
/// </summary>
public abstract class SecretsConformance
{
    /// <summary>Chooses the stores.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="planted">What passwords and other secrets of the connection must have in them.</param>
    /// <returns>Whatever must be disposed of at the end.</returns>
    protected abstract Task<IAsyncDisposable?> ChooseStoresAsync(IHospitalityMemoryBuilder memory, Planted planted);

    /// <summary>
    /// Ways to break the store, each with its name and how it is mended; each is done after the guest has been stored, and the calls
    /// are made again after it.
    /// </summary>
    /// <param name="planted">What foreign values that are put into the store must have in them.</param>
    protected virtual IEnumerable<(string Name, Func<Task> Break, Func<Task> Mend)> Breaks(Planted planted) => [];

    /// <summary>Whether an error is one of the host's own parts, which says what it likes where it is thrown.</summary>
    /// <param name="exception">The error.</param>
    protected virtual bool IsHosts(Exception exception) => exception is HostsOwnException;

    /// <summary>Nothing is left to mend: an erasure deletes what is broken.</summary>
    protected static Task NothingAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task All_calls_tell_nothing()
    {
        var planted = new Planted();
        using var ears = new Eavesdropper(planted) { IsHosts = IsHosts };
        await using var host = await StartAsync(planted, ears, static _ => { });

        // Twice: the second time ends what the first has left, and begins anew.
        await new Calls(host.Provider, planted, ears).MakeAsync();
        var failed = await new Calls(host.Provider, planted, ears).MakeAsync();

        AssertNothing(ears.Leaks);

        // What is refused, and little else: the calls did what they are for.
        Assert.InRange(failed, 20, 40);
        Assert.All(["log", "metric", "activity", "exception", "caught", "health"], channel => Assert.True(ears.Heard(channel) > 0 || channel is "log", channel));
    }

    [SkippableFact]
    public async Task What_the_hosts_own_code_throws_is_not_repeated()
    {
        var planted = new Planted();
        using var ears = new Eavesdropper(planted) { IsHosts = IsHosts };
        var host = await StartAsync(planted, ears, services =>
        {
            var failing = new FailingHost(planted);
            services.AddSingleton<IConversationSummarizer>(failing);
            services.AddSingleton<ISessionEndHandler>(failing);
            services.AddSingleton<IGuestChangeObserver>(failing);
        });
        await using (host)
        {
            await new Calls(host.Provider, planted, ears).MakeAsync();
        }

        AssertNothing(ears.Leaks);
        Assert.True(ears.Heard("log") > 2);
    }

    [SkippableFact]
    public async Task A_broken_store_tells_nothing()
    {
        var planted = new Planted();
        using var ears = new Eavesdropper(planted) { IsHosts = IsHosts };
        await using var host = await StartAsync(planted, ears, static _ => { });
        var leaks = new List<string>();

        foreach (var (name, breakAsync, mendAsync) in Breaks(planted))
        {
            await new Calls(host.Provider, planted, ears).MakeAsync();
            await StoreAsync(host.Provider, planted);
            await breakAsync();
            await new Calls(host.Provider, planted, ears).MakeAsync();
            await mendAsync();
            leaks.AddRange(ears.Leaks.Except(leaks).Select(leak => $"{name}: {leak}"));
        }

        AssertNothing(leaks);
    }

    /// <summary>Stores the guest anew. A server that was mended a moment ago may need another.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A server process cannot be told the time.")]
    private static async Task StoreAsync(IServiceProvider provider, Planted planted)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await provider.GetRequiredService<IGuestMemory>().BeginSessionAsync(planted.Session, planted.Guest);
                await provider.GetRequiredService<IShortTermMemory>().AddMessageAsync(planted.Session, planted.Message);
                await provider.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync(planted.Guest, planted.Booking);
                return;
            }
            catch (MemoryUnavailableException) when (attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    /// <summary>Shows all that was heard, as one line alone tells little.</summary>
    private static void AssertNothing(IReadOnlyCollection<string> leaks) => Assert.True(leaks.Count is 0, string.Join("\n\n", leaks));

    private async Task<Host> StartAsync(Planted planted, Eavesdropper ears, Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(ears));
        services.AddHealthChecks().AddHospitalityMemory();
        configure(services);
        var memory = services.AddHospitalityMemory(options =>
        {
            options.ShortTerm.MaxMessages = 10;
            options.ShortTerm.SummarizeAfter = 1;
        });
        var resource = await ChooseStoresAsync(memory, planted);
        return new(services.BuildServiceProvider(), resource);
    }

    private sealed record Host(ServiceProvider Provider, IAsyncDisposable? Resource) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Provider.DisposeAsync();
            if (Resource is not null)
            {
                await Resource.DisposeAsync();
            }
        }
    }

    /// <summary>A host whose code fails with all that it knows.</summary>
    private sealed class FailingHost(Planted planted) : IConversationSummarizer, ISessionEndHandler, IGuestChangeObserver
    {
        public ValueTask<string?> SummarizeAsync(
            string sessionId, string? previousSummary, IReadOnlyList<SessionMessage> trimmedMessages, CancellationToken cancellationToken) =>
            throw new HostsOwnException($"{planted.Text} {sessionId}");

        public ValueTask OnEndedAsync(SessionEnd session, CancellationToken cancellationToken) => throw new HostsOwnException(session.SessionId);

        public void OnChanged(GuestChange change) => throw new HostsOwnException(change.UserId);
    }
}
