using System.Runtime.CompilerServices;

namespace HospitalityMemory;

/// <summary>
/// Adds to the errors of one store where the unreadable data is, and counts them. Costs nothing for calls that complete at once.
/// </summary>
internal sealed class ErrorLocator(string store, MemoryMetrics metrics, MemoryDiagnostics diagnostics)
{
    /// <param name="call">The call.</param>
    /// <param name="id">The id of the guest or session that the call is about; null for none.</param>
    public ValueTask<T> Locate<T>(ValueTask<T> call, string? id) => call.IsCompletedSuccessfully ? call : AwaitAsync(call, id);

    public ValueTask Locate(ValueTask call, string? id)
    {
        return call.IsCompletedSuccessfully ? call : AwaitAsync();

        async ValueTask AwaitAsync()
        {
            try
            {
                await call.ConfigureAwait(false);
            }
            catch (UnreadableDataException exception) when (exception.Store is null)
            {
                throw Located(exception, id);
            }
        }
    }

    public async IAsyncEnumerable<T> Locate<T>(
        IAsyncEnumerable<T> stream, string? id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = stream.GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await Locate(items.MoveNextAsync(), id).ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }
    }

    /// <summary>The error with its place. Counts it, too.</summary>
    public UnreadableDataException Located(UnreadableDataException exception, string? id)
    {
        Count(exception);
        return exception.At(store, (string)metrics.Application.Value!, id is null ? null : diagnostics.HashOf(id));
    }

    private void Count(UnreadableDataException exception) => metrics.DataUnreadable(
        store,
        exception.Kind is { } kind ? UnreadableDataException.NameOf(kind) : "store",
        exception switch
        {
            MisplacedDataException => "misplaced",
            CorruptDataException => "corrupt",
            _ => "newer_schema",
        });

    private async ValueTask<T> AwaitAsync<T>(ValueTask<T> call, string? id)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (UnreadableDataException exception) when (exception.Store is null)
        {
            throw Located(exception, id);
        }
    }
}
