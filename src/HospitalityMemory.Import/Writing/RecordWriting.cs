namespace HospitalityMemory.Import;

/// <summary>What the writers of profiles and of sessions have in common.</summary>
internal static class RecordWriting
{
    private const int Writers = 32;

    /// <summary>Writes records, several at once. A malformed one is refused without being written.</summary>
    /// <param name="records">The records.</param>
    /// <param name="outcomes">Gets the outcome of each record.</param>
    /// <param name="writeAsync">Writes one record; it adds to the list what could not be read of it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static Task WriteAllAsync(
        IReadOnlyList<JsonRecord> records,
        RecordOutcome?[] outcomes,
        Func<JsonRecord, List<RecordProblem>, CancellationToken, ValueTask<RecordOutcome>> writeAsync,
        CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, records.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (index, stop) =>
            {
                var record = records[index];
                outcomes[index] = record.Problem is { } malformed
                    ? Refused(record, [new("$", $"$: {malformed}")])
                    : await writeAsync(record, [], stop).ConfigureAwait(false);
            });

    public static RecordOutcome Refused(JsonRecord record, List<RecordProblem> problems) =>
        new() { Kind = ImportOutcomeKind.Refused, Place = record.Place, Problems = problems };
}
