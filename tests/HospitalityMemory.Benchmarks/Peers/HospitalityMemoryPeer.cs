using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks;

/// <summary>This library, as a host uses it.</summary>
internal readonly struct HospitalityMemoryPeer(IShortTermMemory memory) : ISessionPeer
{
    public static string Name => "HospitalityMemory";

    public static string Lacks => "";

    public static HospitalityMemoryPeer New() => new(Resolve(options => options.ShortTerm.MaxSizeMegabytes = 8 * 1024));

    /// <summary>The memory of a new container.</summary>
    public static IShortTermMemory Resolve(Action<HospitalityMemoryOptions> configure, TimeProvider? timeProvider = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(timeProvider ?? RealTime.Clock);
        services.AddHospitalityMemory(configure);
        return services.BuildServiceProvider().GetRequiredService<IShortTermMemory>();
    }

    public void Create(string sessionId, IReadOnlyList<string> contents)
    {
        memory.CreateSessionAsync(sessionId, "guest-of-" + sessionId).Now();
        memory.UpdateSlotsAsync(sessionId, SampleSessions.Slots).Now();
        for (var i = 0; i < contents.Count; i++)
        {
            memory.AddMessageAsync(sessionId, SampleSessions.Role(i), contents[i]).Now();
        }
    }

    public object Get(string sessionId) => memory.GetSessionAsync(sessionId).Now()!;

    public void Append(string sessionId, MessageRole role, string content) => memory.AddMessageAsync(sessionId, role, content).Now();

    public void UpdateSlots(string sessionId, BookingSlots changes) => memory.UpdateSlotsAsync(sessionId, changes).Now();

    public long CountWrites(string sessionId)
    {
        var session = memory.GetSessionAsync(sessionId).Now()!;
        return session.Version + session.Messages[^1].Sequence;
    }
}
