using System.Diagnostics;

namespace HospitalityMemory;

/// <summary>
/// Measures the calls of one store: an activity and a duration each, and next to nothing while nobody listens.
/// </summary>
internal sealed class StoreObserver(string store, MemoryMetrics metrics, TimeProvider timeProvider)
{
    /// <param name="target">The store.</param>
    /// <param name="operation">The operation's name in metrics; the activity is named <c>store operation</c>.</param>
    /// <param name="arguments">
    /// The call's arguments, handed through so that <paramref name="call"/> captures nothing.
    /// </param>
    /// <param name="call">The call.</param>
    public ValueTask<TResult> RunAsync<TStore, TArguments, TResult>(
        TStore target,
        string operation,
        TArguments arguments,
        Func<TStore, TArguments, ValueTask<TResult>> call) =>
        metrics.ObservesStores ? ObserveAsync(target, operation, arguments, call) : call(target, arguments);

    private async ValueTask<TResult> ObserveAsync<TStore, TArguments, TResult>(
        TStore target,
        string operation,
        TArguments arguments,
        Func<TStore, TArguments, ValueTask<TResult>> call)
    {
        using var activity = metrics.StartActivity($"{store} {operation}", ActivityKind.Client);
        activity?.SetTag("store", store).SetTag("operation", operation);
        var start = timeProvider.GetTimestamp();
        var outcome = "error";
        try
        {
            var result = await call(target, arguments).ConfigureAwait(false);
            outcome = "ok";
            return result;
        }
        catch (OperationCanceledException)
        {
            outcome = "cancelled";
            throw;
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
        finally
        {
            activity?.SetTag("outcome", outcome);
            metrics.StoreCalled(store, operation, outcome, timeProvider.GetElapsedTime(start));
        }
    }
}
