using System.Globalization;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>The arguments of <c>set_slots</c>, from what the rules understood.</summary>
internal static class SlotArguments
{
    public const string City = "city";
    public const string CheckIn = "check_in_date";
    public const string CheckOut = "check_out_date";
    public const string Guests = "number_of_guests";
    public const string Budget = "budget";
    public const string Currency = "budget_currency";
    public const string Other = "other";
    public const string Amenities = "amenities";
    public const string Type = "property_type";

    public static Dictionary<string, object?> Of(Understood said, ToldContext told)
    {
        var (checkIn, checkOut) = Days(said, told);
        var other = new Dictionary<string, object?>();
        if (said.Amenities.Count > 0)
        {
            other[Amenities] = string.Join(", ", told.WantedAmenities.Union(said.Amenities, StringComparer.Ordinal));
        }

        Set(other, Type, said.Type);
        var slots = new Dictionary<string, object?>();
        Set(slots, City, said.City);
        Set(slots, CheckIn, Text(checkIn));
        Set(slots, CheckOut, Text(checkOut));
        Set(slots, Guests, said.Guests);
        Set(slots, Budget, said.Budget);
        Set(slots, Currency, said.Currency);
        Set(slots, Other, other.Count > 0 ? other : null);
        return slots;
    }

    private static (DateOnly? CheckIn, DateOnly? CheckOut) Days(Understood said, ToldContext told) => said switch
    {
        // The guest says "until the 15th", and the day of arrival is known.
        { CheckIn: { } day, CheckOut: null, Nights: null } when told is { CheckIn: { } known, CheckOut: null } && day > known => (null, day),
        { CheckOut: null, Nights: { } nights } when (said.CheckIn ?? told.CheckIn) is { } from => (said.CheckIn, from.AddDays(nights)),
        _ => (said.CheckIn, said.CheckOut),
    };

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Set(Dictionary<string, object?> values, string name, object? value)
    {
        if (value is not null)
        {
            values[name] = value;
        }
    }
}
