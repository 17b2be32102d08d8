using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace HospitalityMemory.Import;

/// <summary>Works through a stream part by part. The next part is read while one is worked on.</summary>
internal static class RowParts
{
    /// <param name="rows">The stream.</param>
    /// <param name="rowsOfPart">How many rows are held and worked on at once.</param>
    /// <param name="work">
    /// Fills in the outcome of each row of a part; null for a row that it did not reach. If it throws, the outcomes so far are still reported.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static async IAsyncEnumerable<TOutcome> RunAsync<TRow, TOutcome>(
        IAsyncEnumerable<TRow> rows,
        int rowsOfPart,
        Func<IReadOnlyList<TRow>, TOutcome?[], CancellationToken, Task> work,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TOutcome : class
    {
        var source = rows.GetAsyncEnumerator(cancellationToken);
        await using (source.ConfigureAwait(false))
        {
            var next = ReadAsync(source, rowsOfPart);
            try
            {
                for (Part<TRow>? part = null; part is not { IsLast: true };)
                {
                    part = await next.ConfigureAwait(false);
                    next = part.IsLast ? next : ReadAsync(source, rowsOfPart);
                    var (outcomes, problem) = await WorkAsync(part.Rows, work, cancellationToken).ConfigureAwait(false);
                    foreach (var outcome in outcomes)
                    {
                        if (outcome is not null)
                        {
                            yield return outcome;
                        }
                    }

                    (problem ?? part.Problem)?.Throw();
                }
            }
            finally
            {
                // The source must not be disposed while it is being read.
                await next.ConfigureAwait(false);
            }
        }
    }

    private static async Task<(TOutcome?[] Outcomes, ExceptionDispatchInfo? Problem)> WorkAsync<TRow, TOutcome>(
        List<TRow> rows, Func<IReadOnlyList<TRow>, TOutcome?[], CancellationToken, Task> work, CancellationToken cancellationToken)
        where TOutcome : class
    {
        var outcomes = new TOutcome?[rows.Count];
        try
        {
            await work(rows, outcomes, cancellationToken).ConfigureAwait(false);
            return (outcomes, null);
        }
        catch (Exception exception)
        {
            // The caller throws it, after the outcomes of what was done before.
            return (outcomes, ExceptionDispatchInfo.Capture(exception));
        }
    }

    /// <summary>
    /// Reads on another thread, because most of the reading is computing. An error is reported after the rows that were read before it.
    /// </summary>
    private static Task<Part<TRow>> ReadAsync<TRow>(IAsyncEnumerator<TRow> source, int rowsOfPart) => Task.Run(async () =>
    {
        var rows = new List<TRow>(rowsOfPart);
        try
        {
            while (rows.Count < rowsOfPart)
            {
                if (!await source.MoveNextAsync().ConfigureAwait(false))
                {
                    return new Part<TRow>(rows, IsLast: true, Problem: null);
                }

                rows.Add(source.Current);
            }

            return new Part<TRow>(rows, IsLast: false, Problem: null);
        }
        catch (Exception exception)
        {
            return new Part<TRow>(rows, IsLast: true, ExceptionDispatchInfo.Capture(exception));
        }
    });

    private sealed record Part<TRow>(List<TRow> Rows, bool IsLast, ExceptionDispatchInfo? Problem);
}
