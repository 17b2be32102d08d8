namespace HospitalityMemory;

/// <summary>Takes slots out.</summary>
internal static class SlotClearing
{
    /// <summary>The slots without some of them.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="names">
    /// Names of slots or extras; one that is open is open no more. Without its budget the currency of a budget stays. Without
    /// check-in a stay of so many nights has no check-out, and without check-out no nights.
    /// </param>
    /// <returns>What is left; the same instance where none of them is set.</returns>
    public static BookingSlots Clear(BookingSlots slots, IReadOnlyList<string> names)
    {
        // The nights first, so that it does not matter in which order the names are.
        var cleared = names.Contains(SlotNames.NumberOfNights) ? slots with { NumberOfNights = null } : slots;
        foreach (var name in names)
        {
            cleared = ClearOne(cleared, name);
        }

        return cleared == slots ? slots : cleared;
    }

    private static BookingSlots ClearOne(BookingSlots slots, string name)
    {
        // Not split: it reads as a table, a line for each slot.
        var without = name switch
        {
            SlotNames.City => SlotOpenness.Without(slots, OpenSlots.City),
            SlotNames.CheckInDate => SlotOpenness.Without(slots, OpenSlots.CheckInDate) is { NumberOfNights: not null } waiting
                ? waiting with { CheckOutDate = null }
                : SlotOpenness.Without(slots, OpenSlots.CheckInDate),
            SlotNames.CheckOutDate => SlotOpenness.Without(slots, OpenSlots.CheckOutDate),
            SlotNames.NumberOfGuests => SlotOpenness.Without(slots, OpenSlots.NumberOfGuests),
            SlotNames.Budget => SlotOpenness.Without(slots, OpenSlots.Budget),
            SlotNames.BudgetCurrency => slots with { BudgetCurrency = null },
            _ => slots.Extras.Contains(name) ? slots with { Extras = slots.Extras.Remove(name) } : slots,
        };
        return without.Open is OpenSlots.None || name is SlotNames.NumberOfNights
            ? without
            : without with { Open = without.Open & ~SlotOpenness.Named(name) };
    }
}
