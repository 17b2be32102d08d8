using System.Globalization;

namespace HospitalityMemory;

/// <summary>What booking slots may hold, and how an update is merged into those that are there.</summary>
internal static class SlotRules
{
    public const int MaxExtras = 64;

    /// <summary>What an error is called that is of no single extra.</summary>
    public const string ExtrasName = "extras";

    private const int MaxExtraNameLength = 64;

    public static string ExtrasProblem { get; } = string.Create(CultureInfo.InvariantCulture, $"must be at most {MaxExtras}.");

    /// <summary>The earliest day that is not over everywhere on earth: the date at UTC-12.</summary>
    public static DateOnly EarliestDate(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12));

    /// <summary>Merges an update field by field.</summary>
    /// <param name="current">What is there.</param>
    /// <param name="changes">What is to be set; null leaves a slot as it stands.</param>
    /// <param name="earliest">The earliest day that a date may be changed to.</param>
    /// <param name="defaultCurrency">The currency of a budget that states none, where none is set.</param>
    /// <param name="earlierErrors">What was wrong before there was anything to merge; null for nothing.</param>
    /// <returns>The merged slots; <paramref name="current"/> itself where nothing changes.</returns>
    /// <exception cref="SlotValidationException">Something is not allowed; names all of it.</exception>
    public static BookingSlots Merge(
        BookingSlots current,
        BookingSlots changes,
        DateOnly earliest,
        string defaultCurrency,
        IReadOnlyList<SlotError>? earlierErrors = null)
    {
        var merged = current with
        {
            City = changes.City ?? current.City,
            CheckInDate = changes.CheckInDate ?? current.CheckInDate,
            CheckOutDate = changes.CheckOutDate ?? current.CheckOutDate,
            NumberOfGuests = changes.NumberOfGuests ?? current.NumberOfGuests,
            Budget = changes.Budget ?? current.Budget,
            BudgetCurrency = changes.BudgetCurrency ?? current.BudgetCurrency,
            // Too many are refused below, without the work of merging them.
            Extras = changes.Extras.Count > MaxExtras ? changes.Extras : current.Extras.Merge(changes.Extras),
        };
        return Check(current, merged, changes.CheckOutDate is not null, earliest, defaultCurrency, earlierErrors);
    }

    /// <summary>Checks what replaces the slots that are there, and completes it as a merge would.</summary>
    /// <param name="before">What is there.</param>
    /// <param name="after">What replaces it.</param>
    /// <param name="earliest">The earliest day that a date may be changed to.</param>
    /// <param name="defaultCurrency">The currency of a budget that states none.</param>
    /// <returns>The checked slots; <paramref name="before"/> itself where nothing changes.</returns>
    /// <exception cref="SlotValidationException">Something is not allowed; names all of it.</exception>
    public static BookingSlots Replace(BookingSlots before, BookingSlots after, DateOnly earliest, string defaultCurrency) =>
        ReferenceEquals(before, after)
            ? before
            : Check(before, after, after.CheckOutDate != before.CheckOutDate, earliest, defaultCurrency, null);

    /// <summary>Checks slots by themselves, whenever the stay is.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="defaultCurrency">The currency of a budget that states none.</param>
    /// <returns>The slots, the city trimmed and the budget's currency set.</returns>
    /// <exception cref="SlotValidationException">Something is not allowed; names all of it.</exception>
    public static BookingSlots Validate(BookingSlots slots, string defaultCurrency) =>
        Check(BookingSlots.Empty, slots, statesCheckOut: true, DateOnly.MinValue, defaultCurrency, null);

    /// <summary>The slots without some of them.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="names">Names of slots or extras. Without its budget the currency of a budget stays.</param>
    /// <returns>What is left; the same instance where none of them is set.</returns>
    public static BookingSlots Clear(BookingSlots slots, IReadOnlyList<string> names)
    {
        var cleared = slots;
        foreach (var name in names)
        {
            cleared = name switch
            {
                SlotNames.City => cleared with { City = null },
                SlotNames.CheckInDate => cleared with { CheckInDate = null },
                SlotNames.CheckOutDate => cleared with { CheckOutDate = null },
                SlotNames.NumberOfGuests => cleared with { NumberOfGuests = null },
                SlotNames.Budget => cleared with { Budget = null },
                SlotNames.BudgetCurrency => cleared with { BudgetCurrency = null },
                _ => cleared.Extras.Contains(name) ? cleared with { Extras = cleared.Extras.Remove(name) } : cleared,
            };
        }

        return cleared == slots ? slots : cleared;
    }

    private static BookingSlots Check(
        BookingSlots before,
        BookingSlots after,
        bool statesCheckOut,
        DateOnly earliest,
        string defaultCurrency,
        IReadOnlyList<SlotError>? earlierErrors)
    {
        after = Complete(before, after, statesCheckOut, defaultCurrency);
        var errors = new Errors(earlierErrors);
        if (after.City is { } city && city != before.City)
        {
            errors.Add(SlotNames.City, CityProblem(city));
        }

        CheckDates(before, after, earliest, ref errors);
        CheckNumbers(after, ref errors);
        if (!ReferenceEquals(after.Extras, before.Extras))
        {
            CheckExtras(after.Extras, ref errors);
        }

        errors.ThrowIfAny();
        return after == before ? before : after;
    }

    /// <summary>
    /// The city trimmed, a budget with its currency, and without a check-out that a new check-in has left behind.
    /// </summary>
    private static BookingSlots Complete(BookingSlots before, BookingSlots after, bool statesCheckOut, string defaultCurrency)
    {
        var city = after.City is { } stated ? Identifier.Repaired(stated.Trim()) : null;
        var currency = after.BudgetCurrency ?? (after.Budget is null ? null : defaultCurrency);
        var isCheckOutOver = after is { CheckInDate: { } checkIn, CheckOutDate: { } checkOut } && checkOut <= checkIn;
        var clearsCheckOut = isCheckOutOver && !statesCheckOut && after.CheckInDate != before.CheckInDate;
        return city == after.City && currency == after.BudgetCurrency && !clearsCheckOut
            ? after
            : after with { City = city, BudgetCurrency = currency, CheckOutDate = clearsCheckOut ? null : after.CheckOutDate };
    }

    private static void CheckNumbers(BookingSlots after, ref Errors errors)
    {
        if (after.NumberOfGuests is < 1 or > BookingRules.MaxGuests)
        {
            errors.Add(SlotNames.NumberOfGuests, $"must be 1 to {BookingRules.MaxGuests}.");
        }

        if (after.Budget is <= 0 or > BookingRules.MaxPrice)
        {
            errors.Add(SlotNames.Budget, string.Create(CultureInfo.InvariantCulture, $"must be above 0 and at most {BookingRules.MaxPrice}."));
        }

        if (after.BudgetCurrency is { } currency && !Money.IsCurrencyCode(currency))
        {
            errors.Add(SlotNames.BudgetCurrency, $"must be {Money.CodeRule}.");
        }
    }

    private static void CheckDates(BookingSlots before, BookingSlots after, DateOnly earliest, ref Errors errors)
    {
        if (after.CheckInDate is { } checkIn && checkIn != before.CheckInDate && checkIn < earliest)
        {
            errors.Add(SlotNames.CheckInDate, "must not be in the past.");
        }

        if (after.CheckOutDate is not { } checkOut)
        {
            return;
        }

        if (checkOut != before.CheckOutDate && checkOut < earliest)
        {
            errors.Add(SlotNames.CheckOutDate, "must not be in the past.");
        }
        else if (checkOut <= after.CheckInDate)
        {
            errors.Add(SlotNames.CheckOutDate, "must be after check_in_date.");
        }
    }

    private static string? CityProblem(string city) => city.Length is 0 or > BookingRules.MaxTextLength
        ? $"must have 1 to {BookingRules.MaxTextLength} characters."
        : Identifier.TextProblem(city) is { } problem ? $"must be plain text; this one {problem}." : null;

    private static void CheckExtras(JsonFields extras, ref Errors errors)
    {
        if (extras.Count > MaxExtras)
        {
            errors.Add(ExtrasName, ExtrasProblem);
            return;
        }

        foreach (var (name, _) in extras.Raw)
        {
            errors.Add(Errors.Shown(name), ExtraNameProblem(name));
        }
    }

    /// <summary>What is wrong with the name of an extra; null for nothing.</summary>
    public static string? ExtraNameProblem(string name)
    {
        if (name.Length is 0 or > MaxExtraNameLength)
        {
            return $"the name of an extra must have 1 to {MaxExtraNameLength} characters.";
        }

        if (SlotNames.All.Contains(name))
        {
            return "is a slot of its own, not an extra.";
        }

        return Identifier.TextProblem(name) is { } problem ? $"the name of an extra must be plain text; this one {problem}." : null;
    }

    /// <summary>Collects what is wrong, and costs nothing while nothing is.</summary>
    internal struct Errors(IReadOnlyList<SlotError>? earlier)
    {
        private List<SlotError>? _errors = earlier is { Count: > 0 } ? [.. earlier] : null;

        public readonly IReadOnlyList<SlotError>? Found => _errors;

        public void Add(string slot, string? problem)
        {
            if (problem is not null && _errors?.Exists(error => error.Slot == slot) is not true)
            {
                (_errors ??= []).Add(new(slot, problem));
            }
        }

        public readonly void ThrowIfAny()
        {
            if (_errors is not null)
            {
                throw new SlotValidationException(_errors);
            }
        }

        /// <summary>A name that may be anything, fit to be shown.</summary>
        public static string Shown(string name)
        {
            if (name.Length is 0)
            {
                return ExtrasName;
            }

            var shown = name.Length > MaxExtraNameLength ? name[..MaxExtraNameLength] : name;
            return Identifier.TextProblem(shown) is null
                ? shown
                : string.Concat(shown.Select(unit => char.IsControl(unit) || char.IsSurrogate(unit) ? '?' : unit));
        }
    }
}
