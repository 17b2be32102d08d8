using System.Globalization;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Where things are: <c>users/{id}</c>, <c>users/{id}/bookings/{bookingId}</c> and
/// <c>market_statistics/{shard}.{part}.{market}</c>.
/// </summary>
internal sealed class FirestorePaths(string projectId, string databaseId)
{
    public const string Users = "users";
    public const string Bookings = "bookings";
    public const string MarketStatistics = "market_statistics";

    /// <summary>The name of all documents, as it stands in requests' bodies.</summary>
    public string Root { get; } = $"projects/{projectId}/databases/{databaseId}/documents";

    /// <summary>The same as a part of a URL.</summary>
    public string RootUrl { get; } = $"v1/projects/{Uri.EscapeDataString(projectId)}/databases/{Uri.EscapeDataString(databaseId)}/documents";

    /// <summary>A document that no guest can have: the tilde is no escape.</summary>
    public string Ping => $"{Root}/{Users}/~ping";

    public string User(string userId) => $"{Root}/{Users}/{FirestoreNames.EncodeId(userId)}";

    public string Booking(string userId, string bookingId) => $"{User(userId)}/{Bookings}/{FirestoreNames.EncodeId(bookingId)}";

    public string Market(string market, int part, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{Root}/{MarketStatistics}/{shard}.{part}.{FirestoreNames.EncodeId(market)}");

    /// <summary>The guest's document as the parent in a URL.</summary>
    public string UserUrl(string userId) => $"{RootUrl}/{Users}/{Uri.EscapeDataString(FirestoreNames.EncodeId(userId))}";

    /// <exception cref="FormatException">The document id was not made by this library.</exception>
    public static string UserIdOf(string userName) => FirestoreNames.DecodeId(userName[(userName.LastIndexOf('/') + 1)..]);
}
