namespace HospitalityMemory;

/// <summary>Which slots are open. No open slot has a value.</summary>
internal static class SlotOpenness
{
    public const OpenSlots All =
        OpenSlots.City | OpenSlots.CheckInDate | OpenSlots.CheckOutDate | OpenSlots.NumberOfGuests | OpenSlots.Budget;

    private static readonly (string Name, OpenSlots Slot)[] Names =
    [
        (SlotNames.City, OpenSlots.City),
        (SlotNames.CheckInDate, OpenSlots.CheckInDate),
        (SlotNames.CheckOutDate, OpenSlots.CheckOutDate),
        (SlotNames.NumberOfGuests, OpenSlots.NumberOfGuests),
        (SlotNames.Budget, OpenSlots.Budget),
    ];

    /// <summary>The slot of a name. The number of nights is open where the day of check-out is.</summary>
    /// <returns>None for a name whose slot cannot be open.</returns>
    public static OpenSlots Named(string name) =>
        name is SlotNames.NumberOfNights ? OpenSlots.CheckOutDate : Array.Find(Names, known => known.Name == name).Slot;

    /// <summary>The names of some slots, in the order in which they are asked.</summary>
    public static IEnumerable<string> NamesOf(OpenSlots slots) => Names.Where(known => slots.HasFlag(known.Slot)).Select(known => known.Name);

    /// <summary>The slots that have a value. Once check-in is known, the number of nights gives check-out a value.</summary>
    public static OpenSlots Filled(in SlotDraft slots) =>
        (slots.City is null ? OpenSlots.None : OpenSlots.City)
        | (slots.CheckInDate is null ? OpenSlots.None : OpenSlots.CheckInDate)
        | (slots.CheckOutDate is null && slots.NumberOfNights is null ? OpenSlots.None : OpenSlots.CheckOutDate)
        | (slots.NumberOfGuests is null ? OpenSlots.None : OpenSlots.NumberOfGuests)
        | (slots.Budget is null ? OpenSlots.None : OpenSlots.Budget);

    /// <summary>
    /// Settles slots that were set by hand. A slot that was opened loses its value, unless the value was set too.
    /// </summary>
    /// <param name="before">The slots before.</param>
    /// <param name="after">The slots as they were set.</param>
    public static void Settle(BookingSlots before, ref SlotDraft after)
    {
        if (after.Open is OpenSlots.None)
        {
            return;
        }

        var opened = after.Open & ~before.Open;
        var isStayKept = after.CheckOutDate == before.CheckOutDate && after.NumberOfNights == before.NumberOfNights;
        var kept = If(after.City == before.City, OpenSlots.City)
            | If(after.CheckInDate == before.CheckInDate, OpenSlots.CheckInDate)
            | If(isStayKept, OpenSlots.CheckOutDate)
            | If(after.NumberOfGuests == before.NumberOfGuests, OpenSlots.NumberOfGuests)
            | If(after.Budget == before.Budget, OpenSlots.Budget);
        Clear(ref after, opened & kept);
        CloseFilled(ref after);
    }

    /// <summary>Closes the open slots that have a value.</summary>
    public static void CloseFilled(ref SlotDraft slots)
    {
        if (slots.Open is not OpenSlots.None)
        {
            slots.Open &= ~Filled(in slots);
        }
    }

    /// <summary>Removes the values of some slots.</summary>
    public static void Clear(ref SlotDraft slots, OpenSlots values)
    {
        if (values is OpenSlots.None)
        {
            return;
        }

        slots.City = values.HasFlag(OpenSlots.City) ? null : slots.City;
        slots.CheckInDate = values.HasFlag(OpenSlots.CheckInDate) ? null : slots.CheckInDate;
        slots.CheckOutDate = values.HasFlag(OpenSlots.CheckOutDate) ? null : slots.CheckOutDate;
        slots.NumberOfNights = values.HasFlag(OpenSlots.CheckOutDate) ? null : slots.NumberOfNights;
        slots.NumberOfGuests = values.HasFlag(OpenSlots.NumberOfGuests) ? null : slots.NumberOfGuests;
        slots.Budget = values.HasFlag(OpenSlots.Budget) ? null : slots.Budget;
    }

    private static OpenSlots If(bool condition, OpenSlots slot) => condition ? slot : OpenSlots.None;
}
