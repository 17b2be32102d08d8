using System.Globalization;

namespace HospitalityMemory;

/// <summary>An amount in one currency. Amounts of different currencies are never compared or added.</summary>
/// <remarks>Immutable and thread safe.</remarks>
public readonly record struct Money
{
    /// <summary>What a currency is, in the words of an error.</summary>
    internal const string CodeRule = "an ISO 4217 code of a currency in capital letters, such as USD";

    /// <summary>Makes an amount.</summary>
    /// <param name="amount">How much; not negative.</param>
    /// <param name="currency">ISO 4217 code of a currency that is or was paid in: capital letters, such as <c>USD</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="ArgumentException">The currency is none.</exception>
    public Money(decimal amount, string currency)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ArgumentNullException.ThrowIfNull(currency);
        if (!IsCurrencyCode(currency))
        {
            throw new ArgumentException($"A currency is {CodeRule}.", nameof(currency));
        }

        Amount = amount;
        Currency = currency;
    }

    /// <summary>How much; not negative.</summary>
    public decimal Amount { get; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; }

    /// <summary>The amount, then the currency, whatever the culture: <c>240 USD</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");

    internal static bool IsCurrencyCode(string? text) => CurrencyCodes.IsKnown(text);
}
