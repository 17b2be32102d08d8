using System.Runtime.CompilerServices;

namespace HospitalityMemory.Agents;

/// <summary>The streamed answer of a turn, passed on as it comes and kept at its end.</summary>
internal static class RememberedStream
{
    /// <param name="run">The run to which the answer belongs.</param>
    /// <param name="begin">Asks for the answer.</param>
    /// <param name="endAsync">
    /// Keeps what came. It is told whether that is the whole answer: the reader may stop early, and the answer may fail. It is called once in
    /// each case.
    /// </param>
    /// <param name="cancellationToken">Cancels the answer.</param>
    public static async IAsyncEnumerable<TUpdate> ReadAsync<TUpdate>(
        AgentRun run,
        Func<CancellationToken, IAsyncEnumerable<TUpdate>> begin,
        Func<List<TUpdate>, bool, ValueTask> endAsync,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var updates = new List<TUpdate>();
        var isWhole = false;
        run.Enter();
        var stream = begin(cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            // Each step of an iterator starts with its caller's context. Therefore the run is entered before each step.
            while (await NextAsync(run, stream).ConfigureAwait(false))
            {
                updates.Add(stream.Current);
                yield return stream.Current;
            }

            isWhole = true;
        }
        finally
        {
            try
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                await endAsync(updates, isWhole).ConfigureAwait(false);
            }
        }
    }

    private static ValueTask<bool> NextAsync<TUpdate>(AgentRun run, IAsyncEnumerator<TUpdate> stream)
    {
        run.Enter();
        return stream.MoveNextAsync();
    }
}
