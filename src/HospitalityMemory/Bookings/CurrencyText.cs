using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>How a currency is written beside an amount.</summary>
internal static class CurrencyText
{
    /// <summary>The currency of a dollar sign where no other dollar is mentioned.</summary>
    public const string UsDollar = "USD";

    private static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>
    {
        ["€"] = "EUR",
        ["£"] = "GBP",
        ["₹"] = "INR",
        ["₩"] = "KRW",
        ["₪"] = "ILS",
        ["₺"] = "TRY",
        ["₽"] = "RUB",
        ["₫"] = "VND",
        ["฿"] = "THB",
        ["US$"] = UsDollar,
        ["A$"] = "AUD",
        ["AU$"] = "AUD",
        ["C$"] = "CAD",
        ["CA$"] = "CAD",
        ["NZ$"] = "NZD",
        ["HK$"] = "HKD",
        ["S$"] = "SGD",
        ["R$"] = "BRL",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Dollars =
        new[] { UsDollar, "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "BSD", "BBD", "BZD", "FJD", "JMD", "TTD", "KYD", "XCD" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// The code of a sign or code; <c>$</c> for a dollar sign alone, which many currencies share; null for anything else.
    /// </summary>
    public static string? CodeOf(string text)
    {
        var upper = text.ToUpperInvariant();
        return upper is "$" || CurrencyCodes.Current.Contains(upper) ? upper : Signs.GetValueOrDefault(upper);
    }

    /// <summary>
    /// The dollar that a dollar sign means: the first of these currencies that is a dollar, else the US dollar.
    /// </summary>
    public static string Dollar(params ReadOnlySpan<string?> spokenOf)
    {
        foreach (var currency in spokenOf)
        {
            if (currency is not null && Dollars.Contains(currency))
            {
                return currency;
            }
        }

        return UsDollar;
    }
}
