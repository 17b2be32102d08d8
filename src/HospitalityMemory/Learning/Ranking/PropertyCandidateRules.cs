using System.Globalization;

namespace HospitalityMemory;

/// <summary>What a property must be to be ranked.</summary>
internal static class PropertyCandidateRules
{
    /// <summary>The properties as learners get them: checked, and each price with its currency.</summary>
    /// <exception cref="ArgumentException">A property is not allowed; the message has its index and the member.</exception>
    public static IReadOnlyList<PropertyCandidate> Normalize(IReadOnlyList<PropertyCandidate> candidates, string defaultCurrency)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var normalized = new PropertyCandidate[candidates.Count];
        for (var i = 0; i < normalized.Length; i++)
        {
            normalized[i] = Normalize(candidates[i], i, defaultCurrency);
        }

        return normalized;
    }

    private static PropertyCandidate Normalize(PropertyCandidate? candidate, int index, string defaultCurrency)
    {
        if (candidate is null)
        {
            throw Refuse(index, "", $"is null; each must be a property");
        }

        if (string.IsNullOrWhiteSpace(candidate.PropertyId) || candidate.PropertyId.Length > BookingRules.MaxTextLength)
        {
            throw Refuse(
                index,
                ".PropertyId",
                $"has {candidate.PropertyId?.Length ?? 0} characters; 1 to {BookingRules.MaxTextLength} are allowed, not all of them blank");
        }

        if (candidate.PricePerNight is < 0 or > BookingRules.MaxPrice)
        {
            throw Refuse(
                index,
                ".PricePerNight",
                $"is {candidate.PricePerNight}; 0 to {BookingRules.MaxPrice} is allowed, or null where unknown");
        }

        if (candidate.Currency is { } currency && !Money.IsCurrencyCode(currency))
        {
            throw Refuse(index, ".Currency", $"is not {Money.CodeRule}");
        }

        foreach (var amenity in candidate.Amenities)
        {
            if (amenity is null)
            {
                throw Refuse(index, ".Amenities", $"has an entry that is null; each is a text");
            }
        }

        return candidate is { PricePerNight: not null, Currency: null } ? candidate with { Currency = defaultCurrency } : candidate;
    }

    private static ArgumentException Refuse(int index, string member, FormattableString problem)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"candidates[{index}]{member}");
        return new($"{place} {problem.ToString(CultureInfo.InvariantCulture)}.", place);
    }
}
