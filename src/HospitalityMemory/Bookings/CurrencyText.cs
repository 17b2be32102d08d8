using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>How a currency is written beside an amount.</summary>
internal static class CurrencyText
{
    /// <summary>The currency that a dollar sign alone stands for, where no other dollar is spoken of.</summary>
    public const string UsDollar = "USD";

    // Codes of ISO 4217 that prices are in. In a text any word of three letters may stand beside a number ("200 max").
    private static readonly FrozenSet<string> Codes = (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP "
        + "CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR "
        + "ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
        + "MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
        + "SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

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

    /// <summary>The code of a sign or code; <c>$</c> for a dollar sign alone, which many currencies have; null for anything else.</summary>
    public static string? CodeOf(string text)
    {
        var upper = text.ToUpperInvariant();
        return upper is "$" || Codes.Contains(upper) ? upper : Signs.GetValueOrDefault(upper);
    }

    /// <summary>The dollar that a sign alone means: the first of some currencies that is a dollar, else the US dollar.</summary>
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
