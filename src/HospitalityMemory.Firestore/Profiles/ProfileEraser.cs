using System.Runtime.CompilerServices;
using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore;

/// <summary>Deletes guests.</summary>
/// <remarks>
/// A guest with few bookings is deleted in one commit. A guest with many is first replaced by a mark without data; from then on there is
/// nothing to read or to write to. The bookings then go page by page, each page in a commit that renews the mark, and the mark goes with
/// the last page. Any call that meets a mark that was left behind (another deletion, a new booking, a cleanup) finishes the deletion. A
/// cleanup keeps the refusal of a guest who refused consent, and so does the mark.
/// </remarks>
internal sealed class ProfileEraser(FirestoreClient client, FirestorePaths paths)
{
    /// <summary>How often a deletion starts over because others wrote to the guest.</summary>
    private const int MaxDeletions = 100;

    private static readonly string[] StateFields = [StoredDocuments.CommitId, StoredDocuments.Erasing, StoredDocuments.Consent, StoredDocuments.ConsentChangedAt];

    private readonly StoredDocuments _documents = new(paths);

    public async ValueTask<ProfileDeletion> DeleteAsync(string userId, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxDeletions; round++)
        {
            var user = await ReadStateAsync(userId, cancellationToken).ConfigureAwait(false);
            if (await TryEraseAsync(userId, user, keepsRefusal: false, cancellationToken).ConfigureAwait(false) is { } deletion)
            {
                return deletion;
            }
        }

        throw new MemoryUnavailableException(FormattableString.Invariant(
            $"Others wrote to the guest during each of {MaxDeletions} attempts to delete. Nothing was deleted; try again later."));
    }

    /// <summary>Deletes a guest whose document has a version; null where it is another one, or a mark.</summary>
    public async ValueTask<ProfileDeletion?> TryDeleteAsync(string userId, long version, CancellationToken cancellationToken)
    {
        var user = await ReadStateAsync(userId, cancellationToken).ConfigureAwait(false);
        return user.Version == version && !user.IsErasing
            ? await TryEraseAsync(userId, user, keepsRefusal: false, cancellationToken).ConfigureAwait(false)
            : null;
    }

    public async IAsyncEnumerable<string> DeleteInactiveAsync(
        DateTimeOffset inactiveSince, DateOnly stayedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = FirestoreTime.ToText(FirestoreTime.ToMicroseconds(inactiveSince));
        var day = stayedSince.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (string LastActiveAt, string Name)? last = null;
        while (true)
        {
            List<(string Name, UserState State)> inactive = [];
            int count;
            using (var page = await client.QueryAsync(
                paths.RootParent, FirestorePaths.Users, WriteInactiveQuery(before, last), cancellationToken).ConfigureAwait(false))
            {
                count = page.Items.Count;
                foreach (var document in page.Items)
                {
                    last = (document.Timestamp(StoredDocuments.LastActiveAt)!, document.Name);
                    if (StoredDocuments.IsErasing(document) || HasNoStayFrom(day, document))
                    {
                        inactive.Add((document.Name, UserState.Of(document)));
                    }
                }
            }

            foreach (var (name, state) in inactive)
            {
                if (UserIdOf(name) is { } userId
                    && await TryEraseAsync(userId, state, keepsRefusal: true, cancellationToken).ConfigureAwait(false) is { Profiles: > 0 })
                {
                    yield return userId;
                }
            }

            if (count < StoredDocuments.PageSize)
            {
                yield break;
            }
        }
    }

    /// <summary>Finishes a deletion that broke off or that still runs elsewhere.</summary>
    /// <returns>False if there is no such deletion.</returns>
    public async ValueTask<bool> FinishAsync(string userId, CancellationToken cancellationToken)
    {
        var user = await ReadStateAsync(userId, cancellationToken).ConfigureAwait(false);
        return user.IsErasing && await TryEraseAsync(userId, user, keepsRefusal: true, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>
    /// Whether the guest has no stay on or after the day. A document without the field was not written by this library: a stay may be to come.
    /// </summary>
    private static bool HasNoStayFrom(string day, FirestoreDocument document) =>
        document.Has(StoredDocuments.LastStayDay)
        && (document.Text(StoredDocuments.LastStayDay) is not { } lastStayDay || string.CompareOrdinal(lastStayDay, day) < 0);

    /// <summary>Null if another program put the document there, under an id that no guest has here.</summary>
    private static string? UserIdOf(string name)
    {
        try
        {
            return FirestorePaths.UserIdOf(name);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async ValueTask<UserState> ReadStateAsync(string userId, CancellationToken cancellationToken)
    {
        var name = paths.User(userId);
        using var found = await client.GetAsync([name], StateFields, cancellationToken).ConfigureAwait(false);
        return found.Find(name) is { } document ? UserState.Of(document) : default;
    }

    /// <summary>Deletes a guest whose document is still as it was read.</summary>
    /// <returns>What was deleted; null, and nothing was deleted, if the document has changed.</returns>
    private async ValueTask<ProfileDeletion?> TryEraseAsync(string userId, UserState user, bool keepsRefusal, CancellationToken cancellationToken)
    {
        var refusedAt = keepsRefusal ? user.RefusedAt : null;
        var deleted = default(ProfileDeletion);
        while (true)
        {
            // Every writer of a booking also writes the guest's document. While that is unchanged, this list is complete.
            var names = await ReadBookingNamesAsync(userId, cancellationToken).ConfigureAwait(false);
            if (user.Version is 0 && names.Count is 0)
            {
                return deleted;
            }

            var step = ErasureStep.Of(user, names);
            var (isDone, now) = await CommitAsync(userId, user, step, refusedAt, cancellationToken).ConfigureAwait(false);
            if (isDone)
            {
                deleted = new(deleted.Profiles + (user is { Version: not 0, IsErasing: false } ? 1 : 0), deleted.Bookings + step.Bookings.Count);
                if (step.IsLast)
                {
                    return deleted;
                }
            }
            else if (!user.IsErasing)
            {
                return null;
            }
            else if (!now.IsErasing)
            {
                // Another deletion has finished. A document that is there now is a new guest's.
                return deleted;
            }

            user = now;
        }
    }

    /// <summary>Carries out one step. If its answer was lost, finds out whether it was carried out.</summary>
    /// <returns>Whether the step was carried out, and the current state of the guest's document.</returns>
    private async ValueTask<(bool IsDone, UserState Now)> CommitAsync(
        string userId, UserState user, ErasureStep step, DateTimeOffset? refusedAt, CancellationToken cancellationToken)
    {
        var commit = await client.CommitAsync(
            _documents.WriteErasure(userId, user.Version, step.IsLast, step.Bookings, step.CommitId, refusedAt),
            versioned: 0,
            cancellationToken).ConfigureAwait(false);
        if (!commit.IsRefused)
        {
            return (true, new(commit.Version, IsErasing: true, step.CommitId, refusedAt));
        }

        var now = await ReadStateAsync(userId, cancellationToken).ConfigureAwait(false);
        return (commit.MayHaveLanded && (step.IsLast && refusedAt is null ? now.Version is 0 : now.CommitId == step.CommitId), now);
    }

    private async ValueTask<List<string>> ReadBookingNamesAsync(string userId, CancellationToken cancellationToken)
    {
        var query = FirestoreRequest.Write(StoredDocuments.PageSize + 1, static (writer, limit) =>
        {
            writer.WriteStartObject("structuredQuery"u8);
            FirestoreRequest.WriteSelect(writer, "__name__");
            FirestoreRequest.WriteFrom(writer, FirestorePaths.Bookings);
            writer.WriteNumber("limit"u8, limit);
            writer.WriteEndObject();
        });
        using var page = await client.QueryAsync(paths.UserParent(userId), FirestorePaths.Bookings, query, cancellationToken)
            .ConfigureAwait(false);
        return [.. page.Items.Select(document => document.Name)];
    }

    private static ReadOnlyMemory<byte> WriteInactiveQuery(string before, (string LastActiveAt, string Name)? after) =>
        FirestoreRequest.Write((before, after), static (writer, argument) =>
        {
            writer.WriteStartObject("structuredQuery"u8);
            FirestoreRequest.WriteSelect(
                writer, StoredDocuments.LastActiveAt, StoredDocuments.LastStayDay, StoredDocuments.Erasing, StoredDocuments.CommitId,
                StoredDocuments.Consent, StoredDocuments.ConsentChangedAt);
            FirestoreRequest.WriteFrom(writer, FirestorePaths.Users);
            WriteBefore(writer, argument.before);
            FirestoreRequest.WriteOrder(writer, "ASCENDING", StoredDocuments.LastActiveAt, "__name__");
            if (argument.after is { } last)
            {
                FirestoreRequest.WriteStartAfter(writer, "timestampValue", last.LastActiveAt, last.Name);
            }

            writer.WriteNumber("limit"u8, StoredDocuments.PageSize);
            writer.WriteEndObject();
        });

    private static void WriteBefore(Utf8JsonWriter writer, string before)
    {
        writer.WriteStartObject("where"u8);
        writer.WriteStartObject("fieldFilter"u8);
        FirestoreRequest.WriteField(writer, "field", StoredDocuments.LastActiveAt);
        writer.WriteString("op"u8, "LESS_THAN"u8);
        writer.WriteStartObject("value"u8);
        writer.WriteString("timestampValue"u8, before);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>What a step of a deletion starts from.</summary>
    /// <param name="Version">The version of the guest's document; 0 if there is none.</param>
    /// <param name="IsErasing">Whether the document is the mark of a deletion.</param>
    /// <param name="CommitId">The commit that wrote the document.</param>
    /// <param name="RefusedAt">When the guest refused consent; null if the guest did not, or if the refusal is not kept.</param>
    private readonly record struct UserState(long Version, bool IsErasing, string? CommitId, DateTimeOffset? RefusedAt)
    {
        public static UserState Of(FirestoreDocument document) =>
            new(document.Version, StoredDocuments.IsErasing(document), document.Text(StoredDocuments.CommitId), StoredDocuments.RefusedAt(document));
    }

    /// <summary>What one commit of a deletion does.</summary>
    /// <param name="IsLast">Whether it deletes the guest's document. If not, the document becomes or remains the mark.</param>
    /// <param name="Bookings">The documents of the bookings that it deletes.</param>
    /// <param name="CommitId">The id by which this commit is recognized.</param>
    private readonly record struct ErasureStep(bool IsLast, IReadOnlyList<string> Bookings, string CommitId)
    {
        // If there are bookings but no guest's document, the mark is written first. Until then the list may be that of a guest who has come
        // and gone.
        public static ErasureStep Of(UserState user, List<string> bookings) => new(
            user.Version is not 0 && bookings.Count <= StoredDocuments.PageSize,
            user.Version is 0 ? []
                : bookings.Count > StoredDocuments.PageSize ? bookings.GetRange(0, StoredDocuments.PageSize)
                : bookings,
            StoredDocuments.NewCommitId());
    }
}
