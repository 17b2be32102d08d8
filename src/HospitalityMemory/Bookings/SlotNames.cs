namespace HospitalityMemory;

/// <summary>The names of the booking slots, as they are in JSON.</summary>
public static class SlotNames
{
    /// <summary>Where the guest wants to stay.</summary>
    public const string City = "city";

    /// <summary>The day of check-in.</summary>
    public const string CheckInDate = "check_in_date";

    /// <summary>The day of check-out.</summary>
    public const string CheckOutDate = "check_out_date";

    /// <summary>How many nights.</summary>
    public const string NumberOfNights = "number_of_nights";

    /// <summary>How many guests.</summary>
    public const string NumberOfGuests = "number_of_guests";

    /// <summary>What one night may cost.</summary>
    public const string Budget = "budget";

    /// <summary>The currency of the budget.</summary>
    public const string BudgetCurrency = "budget_currency";

    /// <summary>The name of the open slots in stored JSON; it is no slot itself.</summary>
    internal const string Open = "open_slots";

    internal static IReadOnlyList<string> All { get; } =
        [City, CheckInDate, CheckOutDate, NumberOfNights, NumberOfGuests, Budget, BudgetCurrency];
}
