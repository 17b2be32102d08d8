namespace HospitalityMemory.Adaptive;

/// <summary>The second stay of a guest, as far as the record goes back, and whether it was in the city of the first.</summary>
/// <param name="Market">The key of the country of the first stay; empty if unknown.</param>
/// <param name="IsReturn">Whether both stays are in the same city.</param>
/// <param name="Weight">The weight of the second stay.</param>
internal readonly record struct SecondStay(string Market, bool IsReturn, double Weight)
{
    /// <returns>Null if there are fewer than two stays.</returns>
    public static SecondStay? Of(IReadOnlyList<Booking> stays, NameRules names, DateOnly today) => stays is [.., var second, var first]
        ? new(
            names.KeyOf(NameKind.Country, first.Country) ?? string.Empty,
            names.IsSameCity(second.City, second.Country, first.City, first.Country),
            MarketWeight.Of(second, today))
        : null;
}
