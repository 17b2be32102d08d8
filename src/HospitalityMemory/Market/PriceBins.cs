namespace HospitalityMemory;

/// <summary>The bins in which a market's prices are counted; <see cref="MarketSnapshot"/> gives the formula.</summary>
internal static class PriceBins
{
    public const double BinsPerUnitOfLog = 20;

    public static int IndexOf(decimal price) => (int)Math.Round(Math.Log((double)price) * BinsPerUnitOfLog);

    public static double LogPriceOf(int index) => index / BinsPerUnitOfLog;
}
