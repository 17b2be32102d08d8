using System.Globalization;
using System.Security.Cryptography;

namespace HospitalityMemory.Redis;

/// <summary>The guest to whom a session belongs, and the stamp of its entry in the guest's index.</summary>
/// <param name="Stamp">
/// Differs for each entry ever made. It has the milliseconds of the entry, the ticks of the session's creation, and random digits, with
/// hyphens between them.
/// </param>
/// <param name="UserId">The guest.</param>
internal readonly record struct SessionOwner(string Stamp, string UserId)
{
    /// <summary>Makes the owner for a new entry.</summary>
    public static SessionOwner New(string userId, DateTimeOffset createdAt, DateTimeOffset now) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeMilliseconds()}-{createdAt.UtcTicks}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}"),
        userId);

    /// <summary>Reads a stored owner; null if there is none.</summary>
    public static SessionOwner? Parse(string? stored) =>
        stored?.IndexOf(' ', StringComparison.Ordinal) is { } space and > 0 ? new(stored[..space], stored[(space + 1)..]) : null;

    /// <summary>
    /// Reads the parts of a stamp: when the entry was made, in Unix milliseconds, the ticks of the session's creation, and 15 of the 16
    /// random digits. All are 0 if the stamp has another form.
    /// </summary>
    public static (long Entered, long Created, long Random) Read(string stamp) =>
        stamp.Split('-') is [var entered, var created, { Length: 16 } random]
            && long.TryParse(entered, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && long.TryParse(random.AsSpan(0, 15), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digits)
            ? (milliseconds, ticks, digits)
            : default;

    public override string ToString() => $"{Stamp} {UserId}";
}

/// <summary>An entry that was made in a guest's index, and the stamp that it displaced.</summary>
internal readonly record struct IndexEntry(SessionOwner Owner, string? FormerStamp);
