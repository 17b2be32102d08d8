namespace HospitalityMemory;

/// <summary>The months in which a guest travels more often than chance explains.</summary>
/// <remarks>
/// <para>A month of a year counts once, even if several stays began in it: three hotels on one journey are one choice of a month.
/// Let <c>n</c> be the number of months, over all years, in which a stay began, and <c>k</c> the number of Julys among them. If
/// the guest did not care when to travel, <c>k</c> would have the binomial distribution of <c>n</c> and July's share of a year,
/// 31 / 365.25. July is a peak where the probability of <c>k</c> or more is at most 0.05 / 12. Twelve months are tested; with
/// this limit at most one in twenty guests who travel at any time is said to have a peak (Bonferroni).</para>
/// <para>A month of one year cannot count twice. Therefore <c>k</c> varies less than the binomial distribution says, and false
/// alarms are rarer still. Three journeys in three Julys are a peak, two in two are not, and one stay never is.</para>
/// </remarks>
internal static class PeakMonths
{
    private const int MaxPeaks = 3;
    private const int Months = 12;
    private const double MaxFalseAlarms = 0.05;

    private static readonly double[] Days = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <returns>Up to 3 months, those in the most years first; among equals the earlier in the year first.</returns>
    public static IReadOnlyList<int> Of(IReadOnlyList<Booking> stays)
    {
        var years = new HashSet<(int Year, int Month)>();
        for (var i = 0; i < stays.Count; i++)
        {
            years.Add((stays[i].CheckIn.Year, stays[i].CheckIn.Month));
        }

        return
        [
            .. years.CountBy(static time => time.Month)
                .Where(month => AtLeast(month.Value, years.Count, Days[month.Key - 1] / Days.Sum()) <= MaxFalseAlarms / Months)
                .OrderByDescending(static month => month.Value)
                .ThenBy(static month => month.Key)
                .Take(MaxPeaks)
                .Select(static month => month.Key),
        ];
    }

    /// <summary>The probability of at least so many successes.</summary>
    private static double AtLeast(int successes, int trials, double probability)
    {
        var term = Math.Pow(1 - probability, trials);
        for (var i = 0; i < successes; i++)
        {
            term *= (trials - i) * probability / ((i + 1) * (1 - probability));
        }

        // The sum starts here: 1 minus the other terms would round a small probability away.
        var more = 0.0;
        for (var i = successes; i <= trials; i++)
        {
            more += term;
            term *= (trials - i) * probability / ((i + 1) * (1 - probability));
        }

        return more;
    }
}
