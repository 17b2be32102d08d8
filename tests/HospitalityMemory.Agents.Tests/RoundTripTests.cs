using HospitalityMemory.Stores;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Agents.Tests;

/// <summary>What a turn asks of the stores.</summary>
public sealed class RoundTripTests : IAsyncDisposable
{
    private readonly ServiceProvider _stores;
    private readonly ServiceProvider _provider;
    private readonly List<string> _sessionCalls;
    private readonly List<string> _profileCalls;

    public RoundTripTests()
    {
        _stores = new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider();
        var (sessions, sessionCalls) = Counting.Around(_stores.GetRequiredService<ISessionStore>());
        var (profiles, profileCalls) = Counting.Around(_stores.GetRequiredService<IProfileStore>());
        (_sessionCalls, _profileCalls) = (sessionCalls, profileCalls);
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseSessionStore(_ => sessions).UseProfileStore(_ => profiles).AddAgentMemory();
        _provider = services.BuildServiceProvider();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_turn_without_tools_reads_once_and_writes_once_and_asks_a_warm_cache_for_the_guest(bool hasAgentSession)
    {
        using var client = new ScriptedChatClient("hello");
        var agent = new ChatClientAgent(client, new ChatClientAgentOptions().UseHospitalityMemory(_provider, new GuestConversation("s1", "anna")));
        var memory = _provider.GetRequiredService<AgentMemory>();
        await memory.LongTerm.AddBookingToHistoryAsync("anna", new() { BookingId = "b1", City = "Rome", CheckIn = new(2026, 3, 1) });
        var session = hasAgentSession ? await agent.CreateSessionAsync() : null;
        await agent.RunAsync("first", session);
        Clear();

        await agent.RunAsync("second", session);

        Assert.Equal(["PeekAsync", "AppendAsync"], _sessionCalls);
        Assert.Empty(_profileCalls);
        Assert.Contains("Rome", client.Options[1]!.Instructions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_with_tools_reads_once_and_writes_with_each_call_of_the_model()
    {
        using var client = new ScriptedChatClient((_, _, request) => request % 3 is 2 ? Models.Said("done") : Models.Call($"c{request}"));
        var agent = new ChatClientAgent(client, new ChatClientAgentOptions { ChatOptions = new() { Tools = [Models.LookUp()] } }
            .UseHospitalityMemory(_provider, new GuestConversation("s1", "anna")));
        await agent.RunAsync("first");
        Clear();

        await agent.RunAsync("second");

        // A result is stored with the group of its call, which is looked up.
        Assert.Equal(["PeekAsync", "AppendAsync", "GetMessagesAsync", "AppendAsync", "GetMessagesAsync", "AppendAsync"], _sessionCalls);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _stores.DisposeAsync();
    }

    private void Clear()
    {
        _sessionCalls.Clear();
        _profileCalls.Clear();
    }
}
