namespace HospitalityMemory.Import;

/// <summary>Takes over sessions of another system, several at once.</summary>
internal sealed class SessionRecordWriter(SessionAdopter adopter, TimeProvider timeProvider, string defaultCurrency)
{
    /// <param name="records">The records.</param>
    /// <param name="outcomes">Gets the outcome of each record.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public Task WriteAsync(IReadOnlyList<JsonRecord> records, RecordOutcome?[] outcomes, CancellationToken cancellationToken) =>
        RecordWriting.WriteAllAsync(records, outcomes, WriteAsync, cancellationToken);

    private async ValueTask<RecordOutcome> WriteAsync(JsonRecord record, List<RecordProblem> problems, CancellationToken cancellationToken)
    {
        if (SessionRecord.Read(record, timeProvider.GetUtcNow(), defaultCurrency, problems) is not { } read)
        {
            return RecordWriting.Refused(record, problems);
        }

        var outcome = new RecordOutcome
        {
            Kind = ImportOutcomeKind.Added,
            Place = record.Place,
            Id = read.Session.SessionId,
            Items = read.Messages.Count,
            Problems = problems,
        };
        try
        {
            return await adopter.TryAdoptAsync(read.Session, read.Messages, cancellationToken).ConfigureAwait(false)
                ? outcome
                : outcome with { Kind = ImportOutcomeKind.Unchanged };
        }
        catch (Exception exception) when (exception is ArgumentException or SessionTooLargeException)
        {
            return outcome with { Kind = ImportOutcomeKind.Refused, Problems = [.. problems, new("$", $"$: {exception.Message}")] };
        }
    }
}
