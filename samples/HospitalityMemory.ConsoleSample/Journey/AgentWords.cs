namespace HospitalityMemory.ConsoleSample.Journey;

/// <summary>The words of the story's agent. A real agent has a language model for them, but takes the facts from the same places.</summary>
internal static class AgentWords
{
    /// <summary>Tells the guest all refused slots at once.</summary>
    public static string ForRefusal(SlotValidationException refusal) =>
        $"I am sorry, that cannot be right: the {Names(refusal.Errors.Select(error => error.Slot))}. Could you tell me again?";

    /// <summary>Asks for what is still missing.</summary>
    public static string ForMissing(BookingSlots slots) => $"Gladly. Please tell me the {Names(slots.MissingSlots)}.";

    public static string ForGreeting(PersonalizationContext context)
    {
        if (!context.IsReturningGuest)
        {
            return "Welcome! Where would you like to go?";
        }

        var preferences = context.Preferences;
        var parts = new List<string>();
        if (preferences.PreferredCities is [var city, ..])
        {
            parts.Add($"{city} again");
        }

        if (preferences.PreferredPropertyTypes is [var type, ..])
        {
            parts.Add($"a nice {type}");
        }

        if (preferences.PreferredAmenities is [var first, var second, ..])
        {
            parts.Add($"with {first} and {second}");
        }

        if (preferences.PreferredPriceRange is { } range)
        {
            parts.Add($"for {range.Min:0.##} to {range.Max:0.##} {range.Currency} a night");
        }

        var avoided = preferences.Avoided is [var wish, ..] ? $" And no {wish}, I remember." : "";
        return $"Welcome back! {string.Join(", ", parts)}?{avoided}";
    }

    private static string Names(IEnumerable<string> slots)
    {
        var names = slots.Select(Name).ToList();
        return names.Count > 1 ? $"{string.Join(", the ", names[..^1])} and the {names[^1]}" : string.Concat(names);
    }

    private static string Name(string slot) => slot switch
    {
        SlotNames.CheckInDate => "day of arrival",
        SlotNames.CheckOutDate => "day of departure",
        SlotNames.NumberOfGuests => "number of guests",
        SlotNames.Budget => "price of a night",
        _ => slot,
    };
}
