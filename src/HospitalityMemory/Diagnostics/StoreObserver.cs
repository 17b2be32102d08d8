using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace HospitalityMemory;

/// <summary>
/// Measures the calls of one store with an activity and a duration each. Costs next to nothing while nobody listens.
/// </summary>
internal sealed class StoreObserver(string store, MemoryMetrics metrics, TimeProvider timeProvider)
{
    /// <param name="target">The store.</param>
    /// <param name="operation">The operation's name in metrics; the activity is named <c>store operation</c>.</param>
    /// <param name="arguments">
    /// The call's arguments. They are handed through, and <paramref name="call"/> need not capture anything.
    /// </param>
    /// <param name="call">The call.</param>
    public ValueTask<TResult> RunAsync<TStore, TArguments, TResult>(
        TStore target,
        string operation,
        TArguments arguments,
        Func<TStore, TArguments, ValueTask<TResult>> call) =>
        metrics.ObservesStores ? ObserveAsync(target, operation, arguments, call) : call(target, arguments);

    /// <summary>
    /// Reads a stream as an activity. No duration is measured, since the reader sets the pace. The activity is not the parent of
    /// what the reader does meanwhile.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="operation">The operation's name, as in <see cref="RunAsync"/>.</param>
    /// <param name="cancellationToken">The reader's token.</param>
    public IAsyncEnumerable<T> ReadAsync<T>(IAsyncEnumerable<T> stream, string operation, CancellationToken cancellationToken) =>
        metrics.Instruments.Activities.HasListeners() ? ObserveAsync(stream, operation, cancellationToken) : stream;

    private async IAsyncEnumerable<T> ObserveAsync<T>(
        IAsyncEnumerable<T> stream, string operation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var activity = Start(operation)?.SetTag("outcome", "ok");
        var items = stream.GetAsyncEnumerator(cancellationToken);
        await using var disposal = items.ConfigureAwait(false);
        while (await NextAsync(items, activity).ConfigureAwait(false))
        {
            yield return items.Current;
        }
    }

    private static async ValueTask<bool> NextAsync<T>(IAsyncEnumerator<T> items, Activity? activity)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            activity?.SetTag("outcome", "cancelled");
            throw;
        }
        catch (Exception exception)
        {
            activity?.SetTag("outcome", "error").SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
    }

    private Activity? Start(string operation) => metrics.StartActivity($"{store} {operation}", ActivityKind.Client)
        ?.SetTag("store", store).SetTag("operation", operation);

    private async ValueTask<TResult> ObserveAsync<TStore, TArguments, TResult>(
        TStore target,
        string operation,
        TArguments arguments,
        Func<TStore, TArguments, ValueTask<TResult>> call)
    {
        using var activity = Start(operation);
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
