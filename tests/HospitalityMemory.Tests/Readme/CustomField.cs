using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

// snippet
public sealed record FeatureFlags(bool InstantBooking);

[JsonSerializable(typeof(FeatureFlags))]
public sealed partial class HostJson : JsonSerializerContext;

public sealed class FeatureFlagInitializer : ISessionInitializer
{
    public ValueTask<SessionState> InitializeAsync(SessionInfo session, CancellationToken cancellationToken)
    {
        var flags = new FeatureFlags(InstantBooking: true);
        var context = session.Context.Set("feature_flags", flags, HostJson.Default.FeatureFlags);
        return ValueTask.FromResult(session.State with { Context = context });
    }
}
// end of snippet

/// <summary>The blocks of docs/conversations.md on a field of the host's own.</summary>
internal static class CustomField
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ISessionInitializer, FeatureFlagInitializer>();
        services.AddHospitalityMemory();
        await using var provider = services.BuildServiceProvider();
        var conversation = provider.GetRequiredService<IShortTermMemory>();

        var session = await conversation.CreateSessionAsync("session-1");
        var flags = session.Context.Get("feature_flags", HostJson.Default.FeatureFlags);

        Assert.True(flags?.InstantBooking);
    }
}
