using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// Removes expired sessions and inactive profiles from time to time. A round that is missed only costs memory, since expiry is
/// checked on every read.
/// </summary>
internal sealed partial class MaintenanceService(
    IShortTermMemory shortTerm,
    ILongTermMemory longTerm,
    IOptions<HospitalityMemoryOptions> options,
    TimeProvider timeProvider,
    ILogger<MaintenanceService>? logger = null) : BackgroundService
{
    // A container need not have logging.
    private readonly ILogger _logger = logger ?? NullLogger<MaintenanceService>.Instance;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EachAsync(options.Value.ShortTerm.SweepInterval, SweepAsync, stoppingToken),
        EachAsync(options.Value.LongTerm.CleanupInterval, RemoveInactiveAsync, stoppingToken));

    private async Task EachAsync(
        TimeSpan interval, Func<CancellationToken, ValueTask> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryAsync(work, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(options.Value.Application);
        }
    }

    /// <summary>
    /// A store that is out of reach must not end the host; the next round tries again. This also holds where a time-out appears
    /// as a cancellation, as HttpClient's does.
    /// </summary>
    private async ValueTask TryAsync(Func<CancellationToken, ValueTask> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(exception, options.Value.Application);
        }
    }

    private async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        var removed = await shortTerm.CleanupExpiredAsync(cancellationToken).ConfigureAwait(false);
        var usage = await shortTerm.GetMemoryUsageAsync(cancellationToken).ConfigureAwait(false);
        LogSwept(options.Value.Application, removed, usage.SessionsCount);
    }

    private async ValueTask RemoveInactiveAsync(CancellationToken cancellationToken)
    {
        var removed = await longTerm.CleanupInactiveProfilesAsync(cancellationToken).ConfigureAwait(false);
        LogRemovedInactive(options.Value.Application, removed);
    }

    [LoggerMessage(LogLevel.Debug, "Freed {Removed} expired sessions of the application {Application}; {Live} are live.")]
    private partial void LogSwept(string application, int removed, long live);

    [LoggerMessage(LogLevel.Information, "Removed {Removed} inactive profiles of the application {Application}.")]
    private partial void LogRemovedInactive(string application, int removed);

    [LoggerMessage(LogLevel.Error, "Maintenance of the application {Application} failed; it is tried again at the next interval.")]
    private partial void LogFailed(Exception exception, string application);

    [LoggerMessage(LogLevel.Debug, "Maintenance of the application {Application} stopped.")]
    private partial void LogStopped(string application);
}
