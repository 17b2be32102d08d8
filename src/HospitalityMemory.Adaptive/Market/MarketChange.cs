namespace HospitalityMemory.Adaptive;

/// <summary>How one sum of the market changed since the last snapshot.</summary>
/// <param name="Name">The sum's name.</param>
/// <param name="Before">The sum before.</param>
/// <param name="After">The sum now.</param>
internal readonly record struct MarketChange(MarketName Name, MarketSum Before, MarketSum After);

/// <summary>What a market tells of a name.</summary>
/// <param name="Told">The weight that may be told; 0 if there is none, or if too few guests contribute to it.</param>
/// <param name="IsKnown">Whether the name has bookings, told or not.</param>
internal readonly record struct MarketSum(double Told, bool IsKnown)
{
    /// <summary>Far more than all bookings weigh on any day. Sums and products of such weights stay finite.</summary>
    private const double MaxAmount = 1e140;

    public static MarketSum Of(double amount, long guests, int leastGuests)
    {
        // A store returns whatever it holds, and other programs may write to it too.
        var isKnown = guests > 0 && amount is > 0 and <= MaxAmount;
        return new(isKnown && guests >= leastGuests ? amount : 0, isKnown);
    }
}
