namespace HospitalityMemory;

/// <summary>The bins in which a market's prices are counted; <see cref="MarketSnapshot"/> gives the formula.</summary>
internal static class PriceBins
{
    public const double BinsPerUnitOfLog = 20;

    private static readonly int First = IndexOf(new decimal(1, 0, 0, isNegative: false, scale: 28));
    private static readonly int Last = IndexOf(BookingRules.MaxPrice);

    public static int IndexOf(decimal price) => (int)Math.Round(Math.Log((double)price) * BinsPerUnitOfLog);

    /// <summary>Whether a price that a booking may have is counted in the bin; the smallest is 10^-28.</summary>
    public static bool IsOfPrice(int index) => index >= First && index <= Last;

    public static double LogPriceOf(int index) => index / BinsPerUnitOfLog;
}
