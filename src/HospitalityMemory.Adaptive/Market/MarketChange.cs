namespace HospitalityMemory.Adaptive;

/// <summary>How one sum of the market changed since the last snapshot.</summary>
/// <param name="Name">Which sum.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is.</param>
internal readonly record struct MarketChange(MarketName Name, MarketSum Before, MarketSum After);

/// <summary>What a market says of a name.</summary>
/// <param name="Told">The weight that may be told; 0 where too few guests stand behind it, or there is none.</param>
/// <param name="IsKnown">Whether there are bookings of it, told or not.</param>
internal readonly record struct MarketSum(double Told, bool IsKnown)
{
    /// <summary>Far more bookings than there are, as of any day; sums and products of such weights stay finite.</summary>
    private const double MaxAmount = 1e140;

    public static MarketSum Of(double amount, long guests, int leastGuests)
    {
        // A store hands on what it holds, and others write to it too.
        var isKnown = guests > 0 && amount is > 0 and <= MaxAmount;
        return new(isKnown && guests >= leastGuests ? amount : 0, isKnown);
    }
}
