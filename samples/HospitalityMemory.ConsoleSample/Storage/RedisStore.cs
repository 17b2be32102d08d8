using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HospitalityMemory.ConsoleSample.Storage;

/// <summary>A Redis server or cluster, which keeps sessions.</summary>
/// <param name="Options">How to connect; null to use the settings and the environment.</param>
internal sealed record RedisStore(ConfigurationOptions? Options) : StoreChoice
{
    public override string Text => Options is null ? StoreAddress.Redis : $"{StoreAddress.Redis}:{Servers}";

    public override bool KeepsProfiles => false;

    public override string SessionsCall => Options is null ? ".UseRedisSessions()" : $".UseRedisSessions(\"{Servers}\")";

    private string Servers => string.Join(',', Options!.EndPoints.Select(Address));

    public override void UseSessions(IHospitalityMemoryBuilder memory)
    {
        if (Options is null)
        {
            memory.UseRedisSessions();
        }
        else
        {
            memory.UseRedisSessions(Options);
        }
    }

    private static string Address(System.Net.EndPoint endPoint) => endPoint switch
    {
        System.Net.DnsEndPoint named => $"{named.Host}:{named.Port}",
        _ => endPoint.ToString() ?? "",
    };
}
