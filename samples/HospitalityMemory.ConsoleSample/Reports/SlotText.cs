namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>The slots of a booking in words.</summary>
internal static class SlotText
{
    /// <summary>The known slots, such as <c>city Lisbon, number_of_nights 3</c>.</summary>
    public static string Known(BookingSlots slots)
    {
        (string Name, string? Value)[] all =
        [
            (SlotNames.City, slots.City),
            (SlotNames.CheckInDate, slots.CheckInDate?.ToString("yyyy-MM-dd")),
            (SlotNames.CheckOutDate, slots.CheckOutDate?.ToString("yyyy-MM-dd")),
            (SlotNames.NumberOfNights, slots.NumberOfNights?.ToString()),
            (SlotNames.NumberOfGuests, slots.NumberOfGuests?.ToString()),
            (SlotNames.Budget, slots.Budget is { } budget ? $"{budget:0.##} {slots.BudgetCurrency}".TrimEnd() : null),
        ];
        var known = all.Where(slot => slot.Value is not null).Select(slot => $"{slot.Name} {slot.Value}").Concat(slots.Extras.Names);
        return Listed(known);
    }

    /// <summary>The slots that do not matter, as the guest has said.</summary>
    public static string Open(BookingSlots slots) => Listed(slots.OpenSlotNames);

    /// <summary>The slots that are still to be asked for.</summary>
    public static string Missing(BookingSlots slots) => Listed(slots.MissingSlots);

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("nothing"));
}
