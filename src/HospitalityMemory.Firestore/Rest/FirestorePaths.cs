using System.Globalization;

namespace HospitalityMemory.Firestore;

/// <summary>
/// The places of the documents: <c>users/{id}</c>, <c>users/{id}/bookings/{bookingId}</c> and <c>named_sums/{shard}.{part}</c>. Those of a
/// named application lie below the document <c>applications/{name}</c>, which need not exist.
/// </summary>
internal sealed class FirestorePaths
{
    public const string Applications = "applications";
    public const string Users = "users";
    public const string Bookings = "bookings";
    public const string NamedSums = "named_sums";

    public FirestorePaths(string projectId, string databaseId, string application)
    {
        var below = application is HospitalityMemoryOptions.DefaultApplication ? "" : $"/{Applications}/{FirestoreNames.EncodeId(application)}";
        Documents = $"projects/{projectId}/databases/{databaseId}/documents";
        DocumentsUrl = $"v1/projects/{Uri.EscapeDataString(projectId)}/databases/{Uri.EscapeDataString(databaseId)}/documents";
        Root = Documents + below;
        RootParent = new(Root, DocumentsUrl + below);
    }

    /// <summary>The beginning of the names of all documents of the database, as it stands in requests' bodies.</summary>
    public string Documents { get; }

    /// <summary>The same beginning as a part of a URL.</summary>
    public string DocumentsUrl { get; }

    /// <summary>The beginning of the names of all documents of the application, as it stands in requests' bodies.</summary>
    public string Root { get; }

    /// <summary>The parent of the application's collections.</summary>
    public FirestoreParent RootParent { get; }

    /// <summary>A document that is no guest's: no encoded id has this form.</summary>
    public string Ping => $"{Root}/{Users}/~ping";

    public string User(string userId) => $"{Root}/{Users}/{FirestoreNames.EncodeId(userId)}";

    public string Booking(string userId, string bookingId) => $"{User(userId)}/{Bookings}/{FirestoreNames.EncodeId(bookingId)}";

    public string Sums(int part, int shard) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{NamedSums}/{shard}.{part}");

    /// <returns>The part of a document of sums; -1 if another program wrote the document.</returns>
    public static int PartOf(string sumsName) => int.TryParse(
        sumsName.AsSpan(sumsName.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var part) ? part : -1;

    /// <summary>The guest's document as the parent of the bookings.</summary>
    public FirestoreParent UserParent(string userId)
    {
        // No character in it needs an escape in a URL, or is changed by a program that normalizes URLs.
        var below = $"/{Users}/{FirestoreNames.EncodeId(userId)}";
        return new(Root + below, RootParent.Url + below);
    }

    /// <summary>The collection that a document lies in.</summary>
    public static string CollectionOf(string name) => name.Split('/') is [.., var collection, _] ? collection : "";

    /// <summary>Whether a profile's or a booking's document lies at this guest's place.</summary>
    public static bool IsOfUser(string name, string userId) => name.Split('/') switch
    {
        [.., Users, var user] => user == FirestoreNames.EncodeId(userId),
        [.., Users, var user, Bookings, _] => user == FirestoreNames.EncodeId(userId),
        _ => false,
    };

    /// <summary>Whether a booking's document lies at the place of this booking id.</summary>
    public static bool IsBooking(string name, string bookingId) => name.AsSpan(name.LastIndexOf('/') + 1).SequenceEqual(FirestoreNames.EncodeId(bookingId));

    /// <exception cref="FormatException">The document id was not made by this library.</exception>
    public static string UserIdOf(string userName) => FirestoreNames.DecodeId(userName[(userName.LastIndexOf('/') + 1)..]);
}
