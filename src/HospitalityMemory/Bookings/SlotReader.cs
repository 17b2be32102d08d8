using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// Reads slots from an agent's JSON: lenient about how a number is written, strict about what it says.
/// </summary>
internal static class SlotReader
{
    private const string DateProblem = "must be a date written as yyyy-MM-dd.";

    /// <summary>Reads slots. What cannot be read is left out and named in <paramref name="errors"/>.</summary>
    /// <param name="json">An object; null values are left out.</param>
    /// <param name="parameterName">What the caller calls the JSON.</param>
    /// <param name="errors">Every slot that cannot be read; null for none.</param>
    /// <returns>The slots that can be read.</returns>
    /// <exception cref="ArgumentException">The JSON is no object.</exception>
    public static BookingSlots Read(JsonElement json, string parameterName, out IReadOnlyList<SlotError>? errors)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            throw new ArgumentException($"Slots are a JSON object; this is {json.ValueKind}.", parameterName);
        }

        json = JsonText.Repaired(json);
        var found = new SlotRules.Errors(null);
        var slots = BookingSlots.Empty;

        // Of two slots of the same name the later wins, as in any JSON object: the earlier is not even looked at.
        foreach (var (name, value) in LastOfEachName(json, ref found))
        {
            slots = Set(slots, name, value, ref found);
        }

        errors = found.Found;
        return slots;
    }

    private static OrderedDictionary<string, JsonElement> LastOfEachName(JsonElement json, ref SlotRules.Errors errors)
    {
        var values = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            // Bounds the work on hostile JSON; that there are too many is named.
            if (values.Count > SlotRules.MaxExtras + SlotNames.All.Count)
            {
                errors.Add(SlotRules.ExtrasName, SlotRules.ExtrasProblem);
                break;
            }

            values[SlotNamed(property.Name)] = property.Value;
        }

        return values;
    }

    /// <summary>
    /// The slot that a name stands for, else the name itself: models write <c>checkInDate</c> or <c>City</c> now and
    /// then, which as an extra nobody would find.
    /// </summary>
    private static string SlotNamed(string name)
    {
        foreach (var slot in SlotNames.All)
        {
            if (name == slot || Plain(name).Equals(Plain(slot), StringComparison.OrdinalIgnoreCase))
            {
                return slot;
            }
        }

        return name;

        static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
    }

    private static BookingSlots Set(BookingSlots slots, string name, JsonElement value, ref SlotRules.Errors errors)
    {
        // Not split: it reads as a table, a line or two for each slot.
        if (value.ValueKind is JsonValueKind.Null)
        {
            return slots;
        }

        switch (name)
        {
            case SlotNames.City:
                return Text(value) is { } city ? slots with { City = city } : Refuse("must be text.", ref errors);
            case SlotNames.CheckInDate:
                return Date(value) is { } checkIn ? slots with { CheckInDate = checkIn } : Refuse(DateProblem, ref errors);
            case SlotNames.CheckOutDate:
                return Date(value) is { } checkOut ? slots with { CheckOutDate = checkOut } : Refuse(DateProblem, ref errors);
            case SlotNames.NumberOfGuests:
                return Number(value) is { } guests && decimal.IsInteger(guests) && guests is >= int.MinValue and <= int.MaxValue
                    ? slots with { NumberOfGuests = (int)guests }
                    : Refuse("must be a whole number.", ref errors);
            case SlotNames.Budget:
                return Number(value) is { } budget ? slots with { Budget = budget } : Refuse("must be a number.", ref errors);
            case SlotNames.BudgetCurrency:
                return Text(value) is { } currency ? slots with { BudgetCurrency = currency } : Refuse("must be text.", ref errors);
            default:
                return SlotRules.ExtraNameProblem(name) is { } problem ? Refuse(problem, ref errors) : SetExtra(ref errors);
        }

        BookingSlots Refuse(string problem, ref SlotRules.Errors errors)
        {
            errors.Add(SlotRules.Errors.Shown(name), problem);
            return slots;
        }

        BookingSlots SetExtra(ref SlotRules.Errors errors)
        {
            try
            {
                return slots with { Extras = slots.Extras.Set(name, value) };
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or JsonException)
            {
                return Refuse("holds text with half of a surrogate pair, or is nested too deep.", ref errors);
            }
        }
    }

    private static string? Text(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static DateOnly? Date(JsonElement value) =>
        DateOnly.TryParseExact(Text(value), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    private static decimal? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.String => decimal.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null,
        _ => null,
    };
}
