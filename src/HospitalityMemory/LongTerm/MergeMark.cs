using System.Security.Cryptography;
using System.Text;

namespace HospitalityMemory;

/// <summary>
/// What is stored of a merge while it is under way, in the profile of the guest that is to go: a hash of the other one, since that guest's
/// id must not outlive its erasure there.
/// </summary>
internal static class MergeMark
{
    private const int HashBytes = 8;

    public static string Of(string intoUserId) => Hash(intoUserId);

    /// <summary>The same ids give the same id at every call, so that a merge that is called again finds what it has copied.</summary>
    /// <param name="bookingId">The id that another booking has already.</param>
    /// <param name="fromUserId">The guest whose booking needs another one.</param>
    /// <param name="attempt">From 0; another one where the id derived before is taken too.</param>
    public static string DerivedId(string bookingId, string fromUserId, int attempt)
    {
        var suffix = "~" + Hash(FormattableString.Invariant($"{fromUserId}\n{bookingId}\n{attempt}"));
        var length = Math.Min(bookingId.Length, Identifier.MaxLength - suffix.Length);

        // Half a surrogate pair is no id.
        return bookingId[..(length < bookingId.Length && char.IsHighSurrogate(bookingId[length - 1]) ? length - 1 : length)] + suffix;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..HashBytes]);
}

/// <summary>Marks a guest as being merged into another.</summary>
internal readonly record struct BeginMerge(string Mark) : IProfileChange
{
    /// <exception cref="GuestMergeConflictException">The guest is being merged into a third one.</exception>
    public ChangedProfile Apply(in WriteStart start)
    {
        if (start.Profile is not { } profile || profile.MergingInto == Mark)
        {
            return ChangedProfile.Unchanged;
        }

        return profile.MergingInto is null
            ? new(profile with { MergingInto = Mark })
            : throw Conflict(start.UserId);
    }

    public static GuestMergeConflictException Conflict(string fromUserId) => new(
        fromUserId,
        "The guest that is to go is being merged into a third one: that merge broke off, and goes on when it is called again with the same guests. Nothing was changed.");
}

/// <summary>Gives a merge up before it has deleted anything.</summary>
internal readonly record struct EndMerge(string Mark) : IProfileChange
{
    public ChangedProfile Apply(in WriteStart start) =>
        start.Profile is { } profile && profile.MergingInto == Mark ? new(profile with { MergingInto = null }) : ChangedProfile.Unchanged;
}

/// <summary>The guest that two become.</summary>
internal static class MergeTarget
{
    /// <exception cref="ProfileNotFoundException">There is no such guest, or no more: none is made anew.</exception>
    /// <exception cref="GuestMergeConflictException">The guest is itself being merged into another.</exception>
    public static UserProfile Of(in WriteStart start) => Of(start.UserId, start.Profile);

    /// <inheritdoc cref="Of(in WriteStart)" path="/exception"/>
    public static UserProfile Of(string intoUserId, UserProfile? profile) => profile switch
    {
        null => throw new ProfileNotFoundException(intoUserId),
        { MergingInto: not null } => throw new GuestMergeConflictException(
            intoUserId,
            "The guest that is to stay is itself being merged into another: that merge broke off, and goes on when it is called again with the same guests. Nothing was changed."),
        _ => profile,
    };
}
