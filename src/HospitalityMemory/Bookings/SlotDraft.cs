namespace HospitalityMemory;

/// <summary>Booking slots while they are merged. The draft lives on the stack; only the result is an object.</summary>
internal struct SlotDraft
{
    public string? City;
    public DateOnly? CheckInDate;
    public DateOnly? CheckOutDate;
    public int? NumberOfNights;
    public int? NumberOfGuests;
    public decimal? Budget;
    public string? BudgetCurrency;
    public OpenSlots Open;
    public JsonFields Extras;

    public static SlotDraft Of(BookingSlots slots) => new()
    {
        City = slots.City,
        CheckInDate = slots.CheckInDate,
        CheckOutDate = slots.CheckOutDate,
        NumberOfNights = slots.NumberOfNights,
        NumberOfGuests = slots.NumberOfGuests,
        Budget = slots.Budget,
        BudgetCurrency = slots.BudgetCurrency,
        Open = slots.Open,
        Extras = slots.Extras,
    };

    /// <summary>The slots as they are now.</summary>
    /// <param name="before">The slots before the merge, which are returned where nothing has changed.</param>
    public readonly BookingSlots ToSlots(BookingSlots before) => IsSame(before) ? before : new()
    {
        City = City,
        CheckInDate = CheckInDate,
        CheckOutDate = CheckOutDate,
        NumberOfNights = NumberOfNights,
        NumberOfGuests = NumberOfGuests,
        Budget = Budget,
        BudgetCurrency = BudgetCurrency,
        Open = Open,
        Extras = Extras,
    };

    // Not split: it reads as a table, a line for each slot.
    private readonly bool IsSame(BookingSlots slots) =>
        NumberOfGuests == slots.NumberOfGuests
        && CheckInDate == slots.CheckInDate
        && CheckOutDate == slots.CheckOutDate
        && NumberOfNights == slots.NumberOfNights
        && Budget == slots.Budget
        && Open == slots.Open
        && City == slots.City
        && BudgetCurrency == slots.BudgetCurrency
        && Extras.Equals(slots.Extras);
}
