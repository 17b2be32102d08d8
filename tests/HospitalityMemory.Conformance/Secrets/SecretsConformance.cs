using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Conformance.Secrets;

/// <summary>
/// A guest's name, words and wishes, and passwords, never appear in a log, a metric, an activity or the message of an exception.
/// This holds when all is well, when input is bad, when the host's own code fails, and when the store is broken.
/// </summary>
public abstract class SecretsConformance
{
    /// <summary>Chooses the stores.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="planted">The text that passwords and other secrets of the connection must contain.</param>
    /// <returns>What must be disposed of at the end.</returns>
    protected abstract Task<IAsyncDisposable?> ChooseStoresAsync(IHospitalityMemoryBuilder memory, Planted planted);

    /// <summary>
    /// Ways to break the store, each with its name and its repair. Each is tried after the guest was stored, and all calls are
    /// then repeated.
    /// </summary>
    /// <param name="planted">The text that foreign values in the store must contain.</param>
    protected virtual IEnumerable<(string Name, Func<Task> Break, Func<Task> Mend)> Breaks(Planted planted) => [];

    /// <summary>Whether an error comes from the host's own code, which may say anything.</summary>
    /// <param name="exception">The error.</param>
    protected virtual bool IsHosts(Exception exception) => exception is HostsOwnException;

    /// <summary>For a broken store that needs no repair, since an erasure deletes what is broken.</summary>
    protected static Task NothingAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task All_calls_tell_nothing()
    {
        var planted = new Planted();
        using var ears = new Eavesdropper(planted) { IsHosts = IsHosts };
        await using var host = await StartAsync(planted, ears, static _ => { });

        // Twice: the second round ends what the first has left, and starts again.
        await new Calls(host.Provider, planted, ears).MakeAsync();
        var failed = await new Calls(host.Provider, planted, ears).MakeAsync();

        AssertNothing(ears.Leaks);

        // Only calls that should be refused failed, and little else: the others did their work.
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

    /// <summary>Stores the guest again. A server that was just repaired may need another attempt.</summary>
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

    /// <summary>Shows everything that was found, since one line alone says little.</summary>
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

    /// <summary>A host whose code throws exceptions with everything it knows.</summary>
    private sealed class FailingHost(Planted planted) : IConversationSummarizer, ISessionEndHandler, IGuestChangeObserver
    {
        public ValueTask<string?> SummarizeAsync(
            string sessionId, string? previousSummary, IReadOnlyList<SessionMessage> trimmedMessages, CancellationToken cancellationToken) =>
            throw new HostsOwnException($"{planted.Text} {sessionId}");

        public ValueTask OnEndedAsync(SessionEnd session, CancellationToken cancellationToken) => throw new HostsOwnException(session.SessionId);

        public void OnChanged(GuestChange change) => throw new HostsOwnException(change.UserId);
    }
}
