using System.Globalization;

namespace HospitalityMemory.Adaptive;

/// <summary>
/// The bins in which a market's prices are counted. A price <c>p</c> is in the bin <c>round(20 ln(p))</c>, which is exact to 2.5 %.
/// </summary>
internal static class PriceBins
{
    public const double BinsPerUnitOfLog = 20;

    private static readonly int First = IndexOf(new decimal(1, 0, 0, isNegative: false, scale: 28));
    private static readonly int Last = IndexOf(BookingRules.MaxPrice);

    /// <summary>Currency, colon and bin, as a sum is named.</summary>
    public static string NameOf(Money price) =>
        string.Create(CultureInfo.InvariantCulture, $"{price.Currency}:{IndexOf(price.Amount)}");

    public static bool TryParse(string name, out string currency, out int bin)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        currency = colon > 0 ? name[..colon] : string.Empty;
        bin = 0;
        return Money.IsCurrencyCode(currency)
            && int.TryParse(name.AsSpan(colon + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out bin)
            && IsOfPrice(bin);
    }

    public static int IndexOf(decimal price) => (int)Math.Round(Math.Log((double)price) * BinsPerUnitOfLog);

    /// <summary>Whether a booking may have a price of this bin. The smallest price is 10^-28.</summary>
    public static bool IsOfPrice(int index) => index >= First && index <= Last;

    public static double LogPriceOf(int index) => index / BinsPerUnitOfLog;
}
