using System.Globalization;

namespace HospitalityMemory;

/// <summary>How the guest rated properties after staying there. Filled by one thread, then only read.</summary>
internal sealed class OwnRatings
{
    private const double Least = (double)BookingRules.MinRating;
    private const double Most = (double)BookingRules.MaxRating;

    /// <summary>
    /// Below this mean a property is disliked. It lies between the lower half of the ratings and the neutral one.
    /// </summary>
    private const double LeastLiked = 2.5;

    /// <summary>One unit of <see cref="NameCounts.RatingOf"/>.</summary>
    private const double Unit = 10_000;

    private readonly NameCounts _all = new();
    private readonly NameCounts _given = new();

    public OwnRatings(IReadOnlyList<Booking> stays)
    {
        for (var i = 0; i < stays.Count; i++)
        {
            if (stays[i] is { PropertyId: { } id } stay)
            {
                _all.AddStay([id], stay.CheckIn, NameCounts.RatingOf(stay));
                if (stay.GuestRating is not null)
                {
                    _given.AddStay([id], stay.CheckIn, NameCounts.RatingOf(stay));
                }
            }
        }
    }

    /// <summary>
    /// From 0, for a property rated 1 at every stay, to 1, for one rated 5 at every stay. A stay that was not rated counts as
    /// <see cref="TravelRecord.NeutralRating"/>. Null where the guest did not stay there.
    /// </summary>
    public double? LikingOf(string propertyId) => MeanIn(_all, propertyId) is { } mean ? (mean - Least) / (Most - Least) : null;

    /// <summary>Whether the mean rating behind <see cref="LikingOf"/> is below 2.5.</summary>
    public bool IsDisliked(string propertyId) => MeanIn(_all, propertyId) < LeastLiked;

    /// <summary>The ratings of a disliked property by the guest, in words.</summary>
    public string WordsOf(string propertyId)
    {
        var mean = string.Create(CultureInfo.InvariantCulture, $"{MeanIn(_given, propertyId):0.#} of {Most:0}");
        return _given.StaysOf(propertyId) > 1 ? $"you rated it {mean} on average" : $"you rated it {mean}";
    }

    private static double? MeanIn(NameCounts counts, string propertyId) =>
        counts.TryGet(propertyId, out var count) ? count.RatingSum / (Unit * count.Stays) : null;
}
