using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>The names that stand for a slot besides the slot's own name. Immutable.</summary>
internal sealed class SlotSynonyms
{
    // Children are added to the adults. They are never a number of guests by themselves.
    private static readonly FrozenSet<string> ChildrenNames = new[] { "children", "kids", "numberofchildren" }.ToFrozenSet();
    private static readonly FrozenSet<string> AdultsNames = new[] { "adults", "numberofadults" }.ToFrozenSet();

    // docs/slots.md has the same table, which a test compares.
    private static readonly (string Slot, string[] Names)[] BuiltIn =
    [
        (SlotNames.City, ["location", "destination", "where_to", "city_name", "town"]),
        (SlotNames.CheckInDate, ["check_in", "arrival", "arrival_date", "start_date"]),
        (SlotNames.CheckOutDate, ["check_out", "departure", "departure_date", "end_date"]),
        (SlotNames.NumberOfNights, ["nights", "stay", "number_of_days", "days", "length_of_stay"]),
        (SlotNames.NumberOfGuests,
        [
            "guests", "people", "persons", "adults", "travelers", "travellers", "pax", "party_size",
            "number_of_people", "number_of_persons", "number_of_adults",
        ]),
        (SlotNames.Budget, ["price_per_night", "budget_per_night", "max_price"]),
        (SlotNames.BudgetCurrency, ["currency"]),
    ];

    private readonly FrozenDictionary<string, string> _slots;

    private SlotSynonyms(Dictionary<string, string> slots) => _slots = slots.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The built-in synonyms.</summary>
    public static SlotSynonyms Default { get; } = With([]);

    /// <summary>The built-in synonyms by slot.</summary>
    public static IEnumerable<KeyValuePair<string, string[]>> Table => BuiltIn.Select(row => KeyValuePair.Create(row.Slot, row.Names));

    /// <summary>The built-in synonyms with the host's changes.</summary>
    /// <param name="changes">Each name with the slot that it stands for; an empty slot removes the name.</param>
    public static SlotSynonyms With(IEnumerable<KeyValuePair<string, string>> changes)
    {
        var slots = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (slot, names) in BuiltIn)
        {
            foreach (var name in names)
            {
                slots[Plain(name)] = slot;
            }
        }

        foreach (var (name, slot) in changes)
        {
            slots.Remove(Plain(name));
            if (!string.IsNullOrEmpty(slot))
            {
                slots[Plain(name)] = slot;
            }
        }

        foreach (var slot in SlotNames.All)
        {
            slots[Plain(slot)] = slot;
        }

        return new(slots);
    }

    /// <summary>The form in which names are compared: without case, underscores, hyphens and blanks.</summary>
    public static string Plain(string name) => string.Concat(name.Where(unit => unit is not ('_' or '-' or ' '))).ToLowerInvariant();

    /// <summary>The slot whose own name this is, however it is written; null for none.</summary>
    public static string? OwnName(string name)
    {
        var plain = Plain(name);
        return SlotNames.All.FirstOrDefault(slot => Plain(slot) == plain);
    }

    /// <summary>The slot that a name stands for; null for none.</summary>
    public string? SlotOf(string name) => _slots.GetValueOrDefault(Plain(name));

    /// <summary>Whether a name counts adults only, to whom the children are added.</summary>
    public static bool IsAdults(string name) => AdultsNames.Contains(Plain(name));

    /// <summary>Whether a name counts children.</summary>
    public static bool IsChildren(string name) => ChildrenNames.Contains(Plain(name));

    /// <summary>The slot that an unknown name probably means; null where no known name is near.</summary>
    public string? NearestSlot(string name)
    {
        var plain = Plain(name);
        return _slots
            .Select(known => (known.Key, known.Value, Distance: EditDistance.Between(plain, known.Key)))
            .Where(known => known.Distance <= Allowed(Math.Min(plain.Length, known.Key.Length)))
            .OrderBy(known => known.Distance)
            .ThenBy(known => known.Key, StringComparer.Ordinal)
            .Select(known => known.Value)
            .FirstOrDefault() ?? SlotThatBegins(plain);
    }

    /// <summary>
    /// The slot of the known names that begin with this one, as <c>price_per_night</c> begins with <c>price</c>. Null where there
    /// is no such name, or where the names belong to several slots.
    /// </summary>
    private string? SlotThatBegins(string plain)
    {
        string[] slots = plain.Length < 4
            ? []
            : [.. _slots.Where(known => known.Key.StartsWith(plain, StringComparison.Ordinal)).Select(known => known.Value).Distinct(StringComparer.Ordinal)];
        return slots is [var only] ? only : null;
    }

    /// <summary>How many letters may differ. In short names hardly any may, as they are near to too many words.</summary>
    private static int Allowed(int length) => length < 4 ? 0 : length < 8 ? 1 : 2;
}
