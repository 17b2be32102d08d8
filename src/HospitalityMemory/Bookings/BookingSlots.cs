using System.Globalization;

namespace HospitalityMemory;

/// <summary>What the conversation has established of the stay that the guest wants.</summary>
/// <remarks>
/// Immutable. In an update, a slot that is null and an extra that is absent stay as they are.
/// </remarks>
public sealed record BookingSlots
{
    // Sessions hold many slots, which are therefore packed: a nullable takes twice the bytes of its value. Days are numbered from
    // 1, and 0 stands for null. In a count 0 stands for null, and the smallest int stands for 0, as no count can be that small.
    private readonly int _checkIn;
    private readonly int _checkOut;
    private readonly int _nights;
    private readonly int _guests;
    private readonly decimal _budget;
    private readonly bool _hasBudget;
    private readonly byte _open;

    /// <summary>Nothing is known yet.</summary>
    public static BookingSlots Empty { get; } = new();

    /// <summary>Where; 1 to 200 characters.</summary>
    public string? City { get; init; }

    /// <summary>The day of check-in.</summary>
    public DateOnly? CheckInDate
    {
        get => ToDay(_checkIn);
        init => _checkIn = FromDay(value);
    }

    /// <summary>The day of check-out, after check-in.</summary>
    public DateOnly? CheckOutDate
    {
        get => ToDay(_checkOut);
        init => _checkOut = FromDay(value);
    }

    /// <summary>
    /// How many nights the guest has said, 1 to 1,000; null where the guest gave days alone. Check-in and the nights give
    /// check-out, which moves with check-in. A new check-out changes the nights.
    /// </summary>
    public int? NumberOfNights
    {
        get => ToCount(_nights);
        init => _nights = FromCount(value);
    }

    /// <summary>How many guests, 1 to 1,000.</summary>
    public int? NumberOfGuests
    {
        get => ToCount(_guests);
        init => _guests = FromCount(value);
    }

    /// <summary>What one night may cost, above 0 and up to 1,000,000,000, in <see cref="BudgetCurrency"/>.</summary>
    public decimal? Budget
    {
        get => _hasBudget ? _budget : null;
        init => (_hasBudget, _budget) = (value is not null, value.GetValueOrDefault());
    }

    /// <summary>ISO 4217 code of <see cref="Budget"/>; where null, the default currency of the settings.</summary>
    public string? BudgetCurrency { get; init; }

    /// <summary>
    /// The slots that the guest said do not matter. An open slot has no value and counts as answered. An update opens the slots
    /// named here, except those that it gives a value; a value closes a slot again.
    /// </summary>
    public OpenSlots Open
    {
        get => (OpenSlots)_open;
        init => _open = (byte)(value & SlotOpenness.All);
    }

    /// <summary>
    /// The host's own named slots (a wish for a pool, a loyalty number), any JSON; at most 64, with names of 1 to 64
    /// characters.
    /// </summary>
    public JsonFields Extras { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>
    /// The names of the slots that are still to be asked, in this order: city, check_in_date, check_out_date, number_of_guests
    /// and budget. A slot that has a value or is open is left out, and so is check-out where the number of nights is known.
    /// </summary>
    public IReadOnlyList<string> MissingSlots
    {
        get
        {
            var answered = Open | SlotOpenness.Filled(SlotDraft.Of(this));
            return [.. SlotOpenness.NamesOf(SlotOpenness.All & ~answered)];
        }
    }

    /// <summary>The names of the slots that are open, in the same order.</summary>
    public IReadOnlyList<string> OpenSlotNames => [.. SlotOpenness.NamesOf(Open)];

    /// <summary>The slots that are set, and the names of the extras, for logs and the debugger.</summary>
    /// <returns>Such as <c>city Paris, check_in_date 2026-05-01</c>; <c>no slots</c> where none is set.</returns>
    public override string ToString()
    {
        var set = new List<string>();
        Add(SlotNames.City, City);
        Add(SlotNames.CheckInDate, CheckInDate);
        Add(SlotNames.CheckOutDate, CheckOutDate);
        Add(SlotNames.NumberOfNights, NumberOfNights);
        Add(SlotNames.NumberOfGuests, NumberOfGuests);
        Add(SlotNames.Budget, Budget);
        Add(SlotNames.BudgetCurrency, BudgetCurrency);
        set.AddRange(OpenSlotNames.Select(name => name + " open"));
        set.AddRange(Extras.Names);
        return set is [] ? "no slots" : string.Join(", ", set);

        void Add<T>(string name, T? value)
        {
            if (value is not null)
            {
                set.Add(value is DateOnly day
                    ? string.Create(CultureInfo.InvariantCulture, $"{name} {day:yyyy-MM-dd}")
                    : string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));
            }
        }
    }

    private static DateOnly? ToDay(int number) => number is 0 ? null : DateOnly.FromDayNumber(number - 1);

    private static int FromDay(DateOnly? day) => day is { } known ? known.DayNumber + 1 : 0;

    private static int? ToCount(int number) => number switch
    {
        0 => null,
        int.MinValue => 0,
        _ => number,
    };

    private static int FromCount(int? count) => count switch
    {
        null => 0,
        0 => int.MinValue,
        _ => count.Value,
    };
}
