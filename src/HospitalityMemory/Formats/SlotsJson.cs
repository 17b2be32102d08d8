using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Booking slots as stored; extras stand beside them by their own names.</summary>
internal sealed class SlotsJson
{
    public string? City { get; set; }

    public DateOnly? CheckInDate { get; set; }

    public DateOnly? CheckOutDate { get; set; }

    public int? NumberOfGuests { get; set; }

    public decimal? Budget { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BudgetCurrency { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extras { get; set; }

    public static SlotsJson From(BookingSlots slots) => new()
    {
        City = slots.City,
        CheckInDate = slots.CheckInDate,
        CheckOutDate = slots.CheckOutDate,
        NumberOfGuests = slots.NumberOfGuests,
        Budget = slots.Budget,
        BudgetCurrency = slots.BudgetCurrency,
        Extras = UnknownFields.Write(slots.Extras, MemoryJsonContext.Default.SlotsJson),
    };

    public BookingSlots ToRecord() => new()
    {
        City = City,
        CheckInDate = CheckInDate,
        CheckOutDate = CheckOutDate,
        NumberOfGuests = NumberOfGuests,
        Budget = Budget,
        BudgetCurrency = BudgetCurrency,
        Extras = UnknownFields.Read(Extras),
    };
}
