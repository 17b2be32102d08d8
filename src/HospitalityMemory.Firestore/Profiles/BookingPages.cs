using System.Globalization;
using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore;

/// <summary>Streams the bookings of a guest page by page, all as of one moment.</summary>
internal sealed class BookingPages(FirestoreClient client, FirestorePaths paths)
{
    /// <summary>How many more documents are read than asked for: bookings of the position's own day may lie before the position.</summary>
    private const int MostOfDay = 4;

    // Within one day Firestore orders bookings by document id, in bytes. The contract orders them by booking id, in UTF-16.
    public IAsyncEnumerable<Booking> ReadAsync(string userId, CancellationToken cancellationToken) =>
        StoreOrder.WithinDays(ReadByDayAsync(userId, cancellationToken), cancellationToken);

    /// <summary>Reads the bookings after a position, or the first of all. Fewer than asked for come only if no more follow.</summary>
    public async ValueTask<IReadOnlyList<Booking>> ReadBeforeAsync(
        string userId, BookingPosition? position, int max, CancellationToken cancellationToken)
    {
        // The position's own day is read from its beginning, because Firestore orders the bookings within it in another way.
        var following = new List<Booking>(max);
        var first = position is { } place ? new QueryStart(Day(place.CheckIn), Name: null) : (QueryStart?)null;
        await foreach (var booking in StoreOrder.WithinDays(
            ReadByDayAsync(userId, first, max + MostOfDay, readTime: null, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (position?.IsBefore(booking) is false)
            {
                continue;
            }

            following.Add(booking);
            if (following.Count == max)
            {
                break;
            }
        }

        return following;
    }

    /// <summary>
    /// Reads all documents of the guest's bookings, in the order of their names. That finds documents without a check-in too.
    /// </summary>
    public async IAsyncEnumerable<ScannedBooking> ScanAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        int count;
        do
        {
            using var page = await client.QueryAsync(
                paths.UserParent(userId), FirestorePaths.Bookings, WriteScan(last), cancellationToken).ConfigureAwait(false);
            count = page.Items.Count;
            foreach (var document in page.Items)
            {
                last = document.Name;
                yield return StoredDocuments.ScanBooking(document);
            }
        }
        while (count == StoredDocuments.PageSize);
    }

    private async IAsyncEnumerable<Booking> ReadByDayAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All pages are as of this moment. A booking that changes its day meanwhile is then found exactly once.
        if (await ReadTimeAsync(userId, cancellationToken).ConfigureAwait(false) is not { } readTime)
        {
            yield break;
        }

        await foreach (var booking in ReadByDayAsync(userId, first: null, StoredDocuments.PageSize, readTime, cancellationToken).ConfigureAwait(false))
        {
            yield return booking;
        }
    }

    private async IAsyncEnumerable<Booking> ReadByDayAsync(
        string userId, QueryStart? first, int pageSize, string? readTime, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = first;
        int count;
        do
        {
            using var page = await client.QueryAsync(
                paths.UserParent(userId), FirestorePaths.Bookings, WriteQuery(start, pageSize, readTime), cancellationToken).ConfigureAwait(false);
            count = page.Items.Count;
            foreach (var document in page.Items)
            {
                start = new(document.Text(StoredDocuments.CheckIn)!, document.Name);
                yield return StoredDocuments.ReadBooking(document);
            }
        }
        while (count == pageSize);
    }

    /// <returns>The moment at which the guest was read; null if there is no such guest.</returns>
    private async ValueTask<string?> ReadTimeAsync(string userId, CancellationToken cancellationToken)
    {
        var userName = paths.User(userId);
        using var user = await client.GetAsync([userName], [StoredDocuments.CommitId, StoredDocuments.Erasing], cancellationToken)
            .ConfigureAwait(false);
        return user.Find(userName) is { } document && !StoredDocuments.IsErasing(document) ? user.ReadTime : null;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ReadOnlyMemory<byte> WriteScan(string? after) => FirestoreRequest.Write(after, static (writer, after) =>
    {
        writer.WriteStartObject("structuredQuery"u8);
        FirestoreRequest.WriteFrom(writer, FirestorePaths.Bookings);
        FirestoreRequest.WriteOrder(writer, "ASCENDING", "__name__");
        if (after is not null)
        {
            FirestoreRequest.WriteStartAfter(writer, after);
        }

        writer.WriteNumber("limit"u8, StoredDocuments.PageSize);
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> WriteQuery(QueryStart? start, int pageSize, string? readTime) =>
        FirestoreRequest.Write((start, pageSize, readTime), static (writer, argument) =>
        {
            writer.WriteStartObject("structuredQuery"u8);
            FirestoreRequest.WriteFrom(writer, FirestorePaths.Bookings);
            FirestoreRequest.WriteOrder(writer, "DESCENDING", StoredDocuments.CheckIn, "__name__");
            switch (argument.start)
            {
                case { Name: { } name, CheckIn: var checkIn }:
                    FirestoreRequest.WriteStartAfter(writer, "stringValue", checkIn, name);
                    break;
                case { CheckIn: var checkIn }:
                    FirestoreRequest.WriteStartAt(writer, "stringValue", checkIn);
                    break;
            }

            writer.WriteNumber("limit"u8, argument.pageSize);
            writer.WriteEndObject();
            if (argument.readTime is { } readTime)
            {
                writer.WriteString("readTime"u8, readTime);
            }
        });

    /// <summary>Where a query begins: after a document, or at the start of a day if there is no name.</summary>
    private readonly record struct QueryStart(string CheckIn, string? Name);
}
