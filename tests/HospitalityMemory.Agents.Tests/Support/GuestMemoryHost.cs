using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Agents.Tests;

/// <summary>A memory in this process, on 1 January 2026, and agents on it.</summary>
internal sealed class GuestMemoryHost : IAsyncDisposable
{
    public static readonly GuestConversation Conversation = new("conversation-of-anna", "anna");
    public static readonly GuestConversation Anonymous = new("conversation-of-nobody", null);

    private readonly ServiceProvider _provider;

    public GuestMemoryHost(Action<IHospitalityMemoryBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(logging => logging.AddFakeLogging().SetMinimumLevel(LogLevel.Trace));
        configure?.Invoke(services.AddHospitalityMemory());
        services.AddHospitalityMemory();
        _provider = services.BuildServiceProvider();
        Memory = AgentMemory.From(_provider);
    }

    public FakeTimeProvider Time { get; } = new(new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public AgentMemory Memory { get; }

    public IServiceProvider Services => _provider;

    /// <summary>What this package logged.</summary>
    public IReadOnlyList<string> Logged => [.. _provider.GetFakeLogCollector().GetSnapshot()
        .Where(record => record.Category?.StartsWith("HospitalityMemory.Agents", StringComparison.Ordinal) is true)
        .Select(record => record.Message)];

    /// <summary>An agent whose session is bound to a conversation.</summary>
    public static async Task<(ChatClientAgent Agent, AgentSession Session)> BoundAsync(
        IChatClient client, GuestConversation conversation, params AIContextProvider[] providers)
    {
        var agent = new ChatClientAgent(client, new ChatClientAgentOptions { AIContextProviders = providers });
        var session = await agent.CreateSessionAsync();
        session.SetGuestConversation(conversation);
        return (agent, session);
    }

    public async Task SlotsAsync(GuestConversation conversation, BookingSlots slots)
    {
        await Memory.ShortTerm.GetOrCreateSessionAsync(conversation.SessionId, conversation.UserId);
        await Memory.ShortTerm.UpdateSlotsAsync(conversation.SessionId, slots);
    }

    public async Task StaysAsync(string userId, params string[] cities)
    {
        for (var i = 0; i < cities.Length; i++)
        {
            await Memory.LongTerm.AddBookingToHistoryAsync(userId, new()
            {
                BookingId = $"b-{i}",
                City = cities[i],
                CheckIn = new(2025, 3 + i, 1),
                CheckOut = new(2025, 3 + i, 5),
                PropertyId = $"p-{cities[i]}",
                Amenities = ["pool"],
            });
        }
    }

    public async Task<Session> SessionAsync(GuestConversation conversation) =>
        (await Memory.ShortTerm.PeekSessionAsync(conversation.SessionId))!;

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
