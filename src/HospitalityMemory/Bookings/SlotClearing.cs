namespace HospitalityMemory;

/// <summary>Removes slots.</summary>
internal static class SlotClearing
{
    /// <summary>The slots without some of them.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="names">
    /// Names of slots or extras; an open slot is closed. Clearing the budget keeps its currency. Where the nights are set,
    /// clearing check-in clears check-out too, and clearing check-out clears the nights.
    /// </param>
    /// <returns>What is left; the same instance where none of them is set.</returns>
    public static BookingSlots Clear(BookingSlots slots, IReadOnlyList<string> names)
    {
        var draft = SlotDraft.Of(slots);
        if (names.Contains(SlotNames.NumberOfNights))
        {
            // The nights go first, which makes the order of the names irrelevant: clearing check-in clears check-out only where
            // nights are set.
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
