using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>
/// The currencies that a price may be in: the codes of ISO 4217 except those for metals, funds, tests and no currency.
/// </summary>
internal static class CurrencyCodes
{
    /// <summary>
    /// The currencies in use today. Only these are recognized in texts, where any word of three letters may stand beside a number
    /// ("200 max").
    /// </summary>
    public static readonly FrozenSet<string> Current = Set(
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP "
        + "CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR "
        + "ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
        + "MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
        + "SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG");

    /// <summary>The currencies of bookings of earlier years, withdrawn since the euro came.</summary>
    private static readonly FrozenSet<string> Withdrawn = Set(
        "ATS AZM BEF BYR CSD CUC CYP DEM EEK ESP FIM FRF GHC GRD HRK IEP ITL LTL LUF LVL MGF MRO MTL MZM NLG PTE ROL RUR SDD SIT SKK SLL SRG "
        + "STD TMM TRL VEB VED VEF ZMK ZWD ZWL");

    public static bool IsKnown(string? code) => code is { Length: 3 } && (Current.Contains(code) || Withdrawn.Contains(code));

    private static FrozenSet<string> Set(string codes) => codes.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
