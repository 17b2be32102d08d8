namespace HospitalityMemory.Adaptive;

/// <summary>The probability that the guest goes back to a city of an earlier stay, rather than where others go.</summary>
/// <remarks>
/// <para><c>S / (S + M)</c>. <c>S</c> is the weight of the guest's own stays (<see cref="GuestTaste.Returns"/>).
/// <c>M = 0.75 q / (1 - q) (1 + 0.7 (k - 1))</c> is the weight of the market for a guest of <c>k</c> cities: a guest who has been to many
/// cities goes to more of them.</para>
/// <para>How often guests come back differs from market to market, and so it is learned from the guest's own market. Of <c>n</c> second
/// stays <c>r</c> were in the city of the first. Two bookings of the market are in the same city with the probability <c>s</c>. Therefore
/// <c>(n - r) / (1 - s)</c> guests chose as if they had never been there. 5 stays are added, of which 2/3 were chosen so; they decide where
/// there are few (empirical Bayes: Robbins, 1956): <c>q = ((n - r) / (1 - s) + 5 · 2/3) / (n + 5)</c>. 2/3 is the mean of three markets,
/// and 0.75 the mean weight of a first stay on the day of the second.</para>
/// </remarks>
internal static class ReturnOutlook
{
    private const double PriorStays = 5;
    private const double PriorShare = 2.0 / 3;
    private const double WeightOfFirstStay = 0.75;
    private const double MarketForEachCity = 0.7;

    /// <summary>Keeps shares away from 0 and 1: guests neither always come back nor never do.</summary>
    private const double LeastShare = 0.01;

    /// <param name="taste">The guest's stays.</param>
    /// <param name="home">The market of most of the stays.</param>
    public static double Probability(GuestTaste taste, MarketSegment home)
    {
        var others = Math.Clamp(ShareOfOthers(home), LeastShare, 1 - LeastShare);
        var market = WeightOfFirstStay * others / (1 - others) * (1 + (MarketForEachCity * Math.Max(taste.CitiesOfStays - 1, 0)));
        return taste.Returns / (taste.Returns + market);
    }

    private static double ShareOfOthers(MarketSegment home)
    {
        var (returns, stays) = (home.WeightOf(MarketFact.ReturnToCity, string.Empty), home.WeightOf(MarketFact.SecondStay, string.Empty));
        if (!(returns > 0 && stays > 0))
        {
            // One of the two sums says nothing without the other.
            return PriorShare;
        }

        var others = Math.Max(stays - returns, 0) / (1 - ShareOfSameCity(home));
        return (others + (PriorStays * PriorShare)) / (stays + PriorStays);
    }

    private static double ShareOfSameCity(MarketSegment home)
    {
        var bookings = home.Bookings;
        var sum = 0.0;
        if (bookings > 0)
        {
            foreach (var city in home.TopCities)
            {
                var share = home.WeightOf(MarketFact.City, city) / bookings;
                sum += share * share;
            }
        }

        // The sums of another program may have more bookings for a city than there are in all.
        return Math.Min(sum, 1 - LeastShare);
    }
}
