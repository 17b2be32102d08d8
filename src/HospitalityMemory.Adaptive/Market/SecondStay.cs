namespace HospitalityMemory.Adaptive;

/// <summary>The second stay of a guest, as far as the record goes back, and whether it was in the city of the first.</summary>
/// <param name="Market">The country of the first stay.</param>
/// <param name="IsReturn">Whether both are in one city.</param>
/// <param name="Weight">The weight of the second.</param>
internal readonly record struct SecondStay(string Market, bool IsReturn, double Weight)
{
    /// <returns>Null where there are not two stays.</returns>
    public static SecondStay? Of(IReadOnlyList<Booking> stays, DateOnly today) => stays is [.., var second, var first]
        ? new(first.Country ?? string.Empty, second.City == first.City, MarketWeight.Of(second, today))
        : null;
}
