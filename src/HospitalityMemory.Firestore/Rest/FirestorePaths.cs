using System.Globalization;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Where things are: <c>users/{id}</c>, <c>users/{id}/bookings/{bookingId}</c> and
/// <c>named_sums/{shard}.{part}</c>.
/// </summary>
internal sealed class FirestorePaths(string projectId, string databaseId)
{
    public const string Users = "users";
    public const string Bookings = "bookings";
    public const string NamedSums = "named_sums";

    /// <summary>The name of all documents, as it stands in requests' bodies.</summary>
    public string Root { get; } = $"projects/{projectId}/databases/{databaseId}/documents";

    /// <summary>The same as a part of a URL.</summary>
    public string RootUrl { get; } = $"v1/projects/{Uri.EscapeDataString(projectId)}/databases/{Uri.EscapeDataString(databaseId)}/documents";

    /// <summary>A document that no guest can have: the tilde is no escape.</summary>
    public string Ping => $"{Root}/{Users}/~ping";

    public string User(string userId) => $"{Root}/{Users}/{FirestoreNames.EncodeId(userId)}";

    public string Booking(string userId, string bookingId) => $"{User(userId)}/{Bookings}/{FirestoreNames.EncodeId(bookingId)}";

    public string Sums(int part, int shard) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{NamedSums}/{shard}.{part}");

    /// <returns>The part of a document of sums; -1 where its id is another program's.</returns>
    public static int PartOf(string sumsName) => int.TryParse(
        sumsName.AsSpan(sumsName.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var part) ? part : -1;

    /// <summary>The guest's document as the parent in a URL.</summary>
    public string UserUrl(string userId) => $"{RootUrl}/{Users}/{Uri.EscapeDataString(FirestoreNames.EncodeId(userId))}";

    /// <exception cref="FormatException">The document id was not made by this library.</exception>
    public static string UserIdOf(string userName) => FirestoreNames.DecodeId(userName[(userName.LastIndexOf('/') + 1)..]);
}
