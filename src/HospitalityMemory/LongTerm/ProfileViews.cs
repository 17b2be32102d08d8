using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace HospitalityMemory;

/// <summary>What a stored profile says on a day: computed from it, and the same as long as it is not written to.</summary>
/// <param name="Stored">The profile as the store keeps it.</param>
/// <param name="AsOf">The day.</param>
/// <param name="Stamp">What the learner's stamp was.</param>
/// <param name="Profile">The profile with its preferences and insights.</param>
/// <param name="Record">The stays that may be looked at.</param>
internal sealed record ProfileView(UserProfile Stored, DateOnly AsOf, object? Stamp, UserProfile Profile, TravelRecord Record);

/// <summary>
/// Keeps the views of profiles that were read lately, so that a conversation does not have its guest learned anew at
/// every turn. A view is of one stored snapshot and no other; losing one costs its computation. Thread safe, without a
/// lock.
/// </summary>
internal sealed class ProfileViews
{
    /// <summary>One place for each hash: who comes later takes it.</summary>
    private const int Places = 1_024;

    private readonly ProfileView?[] _views = new ProfileView?[Places];

    public bool TryGet(UserProfile stored, DateOnly asOf, object? stamp, [NotNullWhen(true)] out ProfileView? view)
    {
        view = Volatile.Read(ref _views[PlaceOf(stored)]);
        return view is not null && ReferenceEquals(view.Stored, stored) && view.AsOf == asOf && ReferenceEquals(view.Stamp, stamp);
    }

    public void Keep(ProfileView view) => Volatile.Write(ref _views[PlaceOf(view.Stored)], view);

    /// <summary>Lets go of a guest's views, so that nothing of one who was deleted stays in memory.</summary>
    public void Forget(string userId)
    {
        for (var place = 0; place < Places; place++)
        {
            if (Volatile.Read(ref _views[place]) is { } view && view.Stored.UserId == userId)
            {
                Interlocked.CompareExchange(ref _views[place], null, view);
            }
        }
    }

    private static int PlaceOf(UserProfile stored) => RuntimeHelpers.GetHashCode(stored) & (Places - 1);
}
