using HospitalityMemory.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HospitalityMemory;

/// <summary>Checks that sessions can be kept, and how full their memory is.</summary>
internal sealed class SessionStoreHealthCheck(ISessionStore store, IShortTermMemory memory, CallLimit limit) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var usage = await limit.RunAsync((store, memory), static async (asked, token) =>
            {
                await asked.store.PingAsync(token).ConfigureAwait(false);
                return await asked.memory.GetMemoryUsageAsync(token).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
            var data = new Dictionary<string, object>
            {
                ["store"] = store.Name,
                ["sessions_count"] = usage.SessionsCount,
                ["usage_percentage"] = usage.UsagePercentage,
            };
            return usage.UsagePercentage > MemoryUsage.WarningPercentage
                ? HealthCheckResult.Degraded("Short-term memory is nearly full.", data: data)
                : HealthCheckResult.Healthy(data: data);
        }
        catch (MemoryUnavailableException exception)
        {
            return new(context.Registration.FailureStatus, "The store of sessions cannot serve.", exception);
        }
    }
}

/// <summary>Checks that profiles can be kept.</summary>
internal sealed class ProfileStoreHealthCheck(IProfileStore store, CallLimit limit) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await limit.RunAsync(store, static (store, token) => store.PingAsync(token), cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy(data: new Dictionary<string, object> { ["store"] = store.Name });
        }
        catch (MemoryUnavailableException exception)
        {
            return new(context.Registration.FailureStatus, "The store of profiles cannot serve.", exception);
        }
    }
}
