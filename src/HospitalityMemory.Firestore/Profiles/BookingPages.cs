using System.Runtime.CompilerServices;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Firestore;

/// <summary>Streams the bookings of a guest, page by page, all as of one moment.</summary>
internal sealed class BookingPages(FirestoreClient client, FirestorePaths paths)
{
    // Firestore orders bookings of one day by document id, in bytes; the contract by booking id, in UTF-16.
    public IAsyncEnumerable<Booking> ReadAsync(string userId, CancellationToken cancellationToken) =>
        StoreOrder.WithinDays(ReadByDayAsync(userId, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<Booking> ReadByDayAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All pages as of this moment, so that a booking that changes its day meanwhile is there once.
        if (await ReadTimeAsync(userId, cancellationToken).ConfigureAwait(false) is not { } readTime)
        {
            yield break;
        }

        (string CheckIn, string Name)? last = null;
        int count;
        do
        {
            using var page = await client.QueryAsync(paths.UserUrl(userId), WriteQuery(last, readTime), cancellationToken).ConfigureAwait(false);
            count = page.Items.Count;
            foreach (var document in page.Items)
            {
                last = (document.Text(StoredDocuments.CheckIn)!, document.Name);
                yield return StoredDocuments.ReadBooking(document);
            }
        }
        while (count is StoredDocuments.PageSize);
    }

    /// <returns>As of when the guest is there; null where there is none.</returns>
    private async ValueTask<string?> ReadTimeAsync(string userId, CancellationToken cancellationToken)
    {
        var userName = paths.User(userId);
        using var user = await client.GetAsync([userName], [StoredDocuments.CommitId, StoredDocuments.Erasing], cancellationToken)
            .ConfigureAwait(false);
        return user.Find(userName) is { } document && !StoredDocuments.IsErasing(document) ? user.ReadTime : null;
    }

    private static ReadOnlyMemory<byte> WriteQuery((string CheckIn, string Name)? after, string readTime) =>
        FirestoreRequest.Write((after, readTime), static (writer, argument) =>
        {
            writer.WriteStartObject("structuredQuery"u8);
            FirestoreRequest.WriteFrom(writer, FirestorePaths.Bookings);
            FirestoreRequest.WriteOrder(writer, "DESCENDING", StoredDocuments.CheckIn, "__name__");
            if (argument.after is { } last)
            {
                FirestoreRequest.WriteStartAfter(writer, "stringValue", last.CheckIn, last.Name);
            }

            writer.WriteNumber("limit"u8, StoredDocuments.PageSize);
            writer.WriteEndObject();
            writer.WriteString("readTime"u8, argument.readTime);
        });
}
