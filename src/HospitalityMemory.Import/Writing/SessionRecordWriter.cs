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

        var outcome = new RecordOutcome { Kind = ImportOutcomeKind.Added, Place = record.Place, Id = read.Session.SessionId, Problems = problems };
        var allowed = read.Messages.Where(message => IsAllowed(message, problems)).ToList();
        try
        {
            if (await adopter.TryAdoptAsync(read.Session, [.. allowed.Select(static placed => placed.Message)], cancellationToken).ConfigureAwait(false) is not { } adopted)
            {
                return outcome with { Kind = ImportOutcomeKind.Unchanged };
            }

            TellLeftOut(allowed, adopted, problems);
            return outcome with { Items = adopted.Kept };
        }
        catch (Exception exception) when (exception is ArgumentException or SessionTooLargeException)
        {
            return outcome with { Kind = ImportOutcomeKind.Refused, Problems = [.. problems, new("$", $"$: {exception.Message}")] };
        }
    }

    private bool IsAllowed(PlacedMessage placed, List<RecordProblem> problems)
    {
        try
        {
            MessageRules.Checked(placed.Message, timeProvider.GetUtcNow(), "message");
            return true;
        }
        catch (ArgumentException exception)
        {
            problems.Add(new(placed.Path, $"{placed.Path} is not kept. {exception.Message}"));
            return false;
        }
    }

    private static void TellLeftOut(List<PlacedMessage> messages, AdoptedMessages adopted, List<RecordProblem> problems)
    {
        problems.AddRange(adopted.TooLarge.Select(index =>
            new RecordProblem(messages[index].Path, $"{messages[index].Path} is not kept: it is larger than a session may be")));
        var trimmed = messages.Count - adopted.TooLarge.Count - adopted.Kept;
        if (trimmed > 0)
        {
            problems.Add(new(
                MessageMembers.Path,
                FormattableString.Invariant($"{MessageMembers.Path} has {messages.Count} messages; {trimmed} were trimmed, as a session keeps only the latest")));
        }
    }
}
