using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HospitalityMemory;

/// <summary>Booking slots as stored. Extras stand beside them under their own names.</summary>
internal sealed class SlotsJson
{
    public string? City { get; set; }

    public DateOnly? CheckInDate { get; set; }

    public DateOnly? CheckOutDate { get; set; }

    /// <summary>A whole number. Any other value is an extra that was stored before this name became a slot's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? NumberOfNights { get; set; }

    public int? NumberOfGuests { get; set; }

    public decimal? Budget { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BudgetCurrency { get; set; }

    /// <summary>The names of the open slots. Any other value is an extra that was stored before this name was taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? OpenSlots { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extras { get; set; }

    public static SlotsJson From(BookingSlots slots) => new()
    {
        City = slots.City,
        CheckInDate = slots.CheckInDate,
        CheckOutDate = slots.CheckOutDate,
        NumberOfNights = slots.NumberOfNights is { } nights ? Nights(nights) : Extra(slots, SlotNames.NumberOfNights),
        NumberOfGuests = slots.NumberOfGuests,
        Budget = slots.Budget,
        BudgetCurrency = slots.BudgetCurrency,
        OpenSlots = slots.Open is HospitalityMemory.OpenSlots.None ? Extra(slots, SlotNames.Open) : Names(slots.Open),
        Extras = UnknownFields.Write(slots.Extras, MemoryJsonContext.Default.SlotsJson),
    };

    public BookingSlots ToRecord()
    {
        StoredList.ThrowIfNotWithin(NumberOfGuests, 1, BookingRules.MaxGuests, "$.slots.number_of_guests");
        StoredList.ThrowIfNotWithin(Budget, 0, BookingRules.MaxPrice, "$.slots.budget");
        var nights = NumberOfNights is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) ? whole : (int?)null;
        var open = OpenSlots is { ValueKind: JsonValueKind.Array } names ? ReadNames(names) : HospitalityMemory.OpenSlots.None;
        var extras = UnknownFields.Read(Extras);
        extras = nights is null ? WithExtra(extras, SlotNames.NumberOfNights, NumberOfNights) : extras;
        extras = open is HospitalityMemory.OpenSlots.None ? WithExtra(extras, SlotNames.Open, OpenSlots) : extras;
        var slots = new SlotDraft
        {
            City = City,
            CheckInDate = CheckInDate,
            CheckOutDate = CheckOutDate,
            NumberOfNights = nights,
            NumberOfGuests = NumberOfGuests,
            Budget = Budget,
            BudgetCurrency = BudgetCurrency,
            Open = open,
            Extras = extras,
        };
        SlotOpenness.CloseFilled(ref slots);
        return slots.ToSlots(BookingSlots.Empty);
    }

    private static JsonElement Nights(int nights) => JsonElement.Parse(nights.ToString(CultureInfo.InvariantCulture));

    private static JsonElement Names(OpenSlots open) => JsonElement.Parse($"[{string.Join(',', SlotOpenness.NamesOf(open).Select(name => $"\"{name}\""))}]");

    private static OpenSlots ReadNames(JsonElement names) => names.EnumerateArray()
        .Where(name => name.ValueKind is JsonValueKind.String)
        .Aggregate(HospitalityMemory.OpenSlots.None, (open, name) => open | SlotOpenness.Named(name.GetString()!));

    private static JsonElement? Extra(BookingSlots slots, string name) => slots.Extras.TryGetJson(name, out var value) ? value : null;

    private static JsonFields WithExtra(JsonFields extras, string name, JsonElement? value) =>
        value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } stored ? extras.Set(name, stored) : extras;
}
