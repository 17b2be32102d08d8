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
        var draft = SlotDraft.Of(slots);
        if (names.Contains(SlotNames.NumberOfNights))
        {
            // The nights first, so that it does not matter in which order the names are.
            draft.NumberOfNights = null;
        }

        foreach (var name in names)
        {
            ClearOne(ref draft, name);
        }

        return draft.ToSlots(slots);
    }

    private static void ClearOne(ref SlotDraft slots, string name)
    {
        var slot = name is SlotNames.NumberOfNights ? OpenSlots.None : SlotOpenness.Named(name);
        if (slot is not OpenSlots.None)
        {
            SlotOpenness.Clear(ref slots, slot);
            slots.Open &= ~slot;
            if (slot is OpenSlots.CheckInDate && slots.NumberOfNights is not null)
            {
                slots.CheckOutDate = null;
            }
        }
        else if (name is SlotNames.BudgetCurrency)
        {
            slots.BudgetCurrency = null;
        }
        else if (slots.Extras.Contains(name))
        {
            slots.Extras = slots.Extras.Remove(name);
        }
    }
}
