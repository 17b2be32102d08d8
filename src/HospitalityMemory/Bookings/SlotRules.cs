using System.Globalization;

namespace HospitalityMemory;

/// <summary>What booking slots may hold, and how an update is merged into the current slots.</summary>
internal static class SlotRules
{
    public const int MaxExtras = 64;

    /// <summary>The name in an error that concerns the extras as a whole.</summary>
    public const string ExtrasName = "extras";

    public const int MaxExtraNameLength = 64;

    public static string ExtrasProblem { get; } = string.Create(CultureInfo.InvariantCulture, $"must be at most {MaxExtras}.");

    /// <summary>The earliest day that has not ended everywhere on earth: the date at UTC-12.</summary>
    public static DateOnly EarliestDate(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12));

    /// <summary>Merges an update field by field.</summary>
    /// <param name="current">The current slots.</param>
    /// <param name="changes">The values to set; null leaves a slot as it is.</param>
    /// <param name="earliest">The earliest day that a date may be changed to.</param>
    /// <param name="defaultCurrency">The currency of a budget that states none, where none is set.</param>
    /// <param name="earlierErrors">The errors found before the merge; null for none.</param>
    /// <returns>The merged slots; <paramref name="current"/> itself where nothing changes.</returns>
    /// <exception cref="SlotValidationException">Something is not allowed; the exception names all of it.</exception>
    public static BookingSlots Merge(
        BookingSlots current,
        BookingSlots changes,
        DateOnly earliest,
        string defaultCurrency,
        IReadOnlyList<SlotError>? earlierErrors = null)
    {
        var errors = new Errors(earlierErrors);
        var merged = Merge(current, changes, earliest, defaultCurrency, ref errors);
        errors.ThrowIfAny();
        return merged;
    }

    /// <summary>Merges an update field by field and leaves out what is not allowed.</summary>
    /// <param name="current">The current slots.</param>
    /// <param name="changes">The values to set; null leaves a slot as it is.</param>
    /// <param name="earliest">The earliest day that a date may be changed to.</param>
    /// <param name="defaultCurrency">The currency of a budget that states none, where none is set.</param>
    /// <param name="errors">Holds the errors found before; gets an error for everything that is not allowed.</param>
    /// <returns>The merged slots; <paramref name="current"/> itself where nothing changes.</returns>
    public static BookingSlots MergeAllowed(
        BookingSlots current, BookingSlots changes, DateOnly earliest, string defaultCurrency, ref Errors errors)
    {
        while (true)
        {
            var found = new Errors(null);
            var merged = Merge(current, changes, earliest, defaultCurrency, ref found);
            if (found.Found is not { } refused)
            {
                return merged;
            }

            var rest = changes;
            foreach (var error in refused)
            {
                errors.Add(error.Slot, error.Problem);
                rest = Without(current, rest, error.Slot);
            }

            // Every error should name something that was given. Where none does, a second try could not succeed, so the update is
            // dropped.
            changes = rest == changes ? BookingSlots.Empty : rest;
        }
    }

    /// <summary>Checks slots that replace the current ones, and completes them as a merge would.</summary>
    /// <param name="before">The current slots.</param>
    /// <param name="after">The slots that replace them.</param>
    /// <param name="earliest">The earliest day that a date may be changed to.</param>
    /// <param name="defaultCurrency">The currency of a budget that states none.</param>
    /// <returns>The checked slots; <paramref name="before"/> itself where nothing changes.</returns>
    /// <exception cref="SlotValidationException">Something is not allowed; the exception names all of it.</exception>
    public static BookingSlots Replace(BookingSlots before, BookingSlots after, DateOnly earliest, string defaultCurrency)
    {
        if (ReferenceEquals(before, after))
        {
            return before;
        }

        var draft = SlotDraft.Of(after);
        SlotOpenness.Settle(before, ref draft);
        var errors = new Errors(null);
        Complete(before, ref draft, StatedStay.Between(before, in draft), earliest, defaultCurrency, ref errors);
        errors.ThrowIfAny();
        return draft.ToSlots(before);
    }

    /// <summary>Checks slots by themselves, whether or not the stay is in the past.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="defaultCurrency">The currency of a budget that states none.</param>
    /// <returns>The slots, the city trimmed and the budget's currency set.</returns>
    /// <exception cref="SlotValidationException">Something is not allowed; the exception names all of it.</exception>
    public static BookingSlots Validate(BookingSlots slots, string defaultCurrency) =>
        Merge(BookingSlots.Empty, slots, DateOnly.MinValue, defaultCurrency);

    private static BookingSlots Merge(
        BookingSlots current, BookingSlots changes, DateOnly earliest, string defaultCurrency, ref Errors errors)
    {
        var draft = SlotDraft.Of(current);
        var opened = changes.Open is OpenSlots.None ? OpenSlots.None : changes.Open & ~SlotOpenness.Filled(SlotDraft.Of(changes));
        SlotOpenness.Clear(ref draft, opened);
        draft.Open |= opened;
        draft.City = changes.City ?? draft.City;
        draft.CheckInDate = changes.CheckInDate ?? draft.CheckInDate;
        draft.CheckOutDate = changes.CheckOutDate ?? draft.CheckOutDate;
        draft.NumberOfNights = changes.NumberOfNights ?? draft.NumberOfNights;
        draft.NumberOfGuests = changes.NumberOfGuests ?? draft.NumberOfGuests;
        draft.Budget = changes.Budget ?? draft.Budget;
        draft.BudgetCurrency = changes.BudgetCurrency ?? draft.BudgetCurrency;

        // Too many extras are refused below. Merging them first would be wasted work.
        draft.Extras = changes.Extras.Count > MaxExtras ? changes.Extras : draft.Extras.Merge(changes.Extras);
        Complete(current, ref draft, StatedStay.Of(changes), earliest, defaultCurrency, ref errors);
        return draft.ToSlots(current);
    }

    /// <summary>The update without one slot that was refused.</summary>
    // Not split: it reads as a table, a line for each slot.
    private static BookingSlots Without(BookingSlots current, BookingSlots changes, string name) => name switch
    {
        SlotNames.City => changes with { City = null },
        SlotNames.CheckInDate => changes with { CheckInDate = null },
        SlotNames.CheckOutDate => changes with { CheckOutDate = null },
        SlotNames.NumberOfNights => changes with { NumberOfNights = null },
        SlotNames.NumberOfGuests => changes with { NumberOfGuests = null },
        SlotNames.Budget => changes with { Budget = null },
        SlotNames.BudgetCurrency => changes with { BudgetCurrency = null },
        ExtrasName => changes with { Extras = Only(changes.Extras, current.Extras.Contains) },
        _ => changes with { Extras = Only(changes.Extras, extra => Errors.Shown(extra) != name) },
    };

    private static JsonFields Only(JsonFields extras, Func<string, bool> isKept)
    {
        foreach (var name in extras.Names.ToList())
        {
            extras = isKept(name) ? extras : extras.Remove(name);
        }

        return extras;
    }

    /// <summary>
    /// Trims the city, gives a budget its currency and the days of the stay their nights, and checks all of it.
    /// </summary>
    private static void Complete(
        BookingSlots before, ref SlotDraft after, StatedStay stated, DateOnly earliest, string defaultCurrency, ref Errors errors)
    {
        CompleteTexts(before, ref after, defaultCurrency);
        if (after.City is { } city && city != before.City)
        {
            errors.Add(SlotNames.City, CityProblem(city));
        }

        StayRules.Complete(before, ref after, stated, earliest, ref errors);
        SlotOpenness.CloseFilled(ref after);
        CheckNumbers(in after, ref errors);
        if (!ReferenceEquals(after.Extras, before.Extras))
        {
            CheckExtras(before.Extras, after.Extras, ref errors);
        }
    }

    private static void CompleteTexts(BookingSlots before, ref SlotDraft after, string defaultCurrency)
    {
        // The current city was trimmed and checked when it was set.
        if (!ReferenceEquals(after.City, before.City) && after.City is { } stated)
        {
            if (SlotWords.IsOpen(stated))
            {
                after.City = null;
                after.Open |= OpenSlots.City;
            }
            else
            {
                after.City = SlotWords.IsNothing(stated) ? before.City : Identifier.Repaired(stated.Trim());
            }
        }

        after.BudgetCurrency ??= after.Budget is null ? null : defaultCurrency;
    }

    private static void CheckNumbers(in SlotDraft after, ref Errors errors)
    {
        if (after.NumberOfGuests is < 1 or > BookingRules.MaxGuests)
        {
            errors.Add(SlotNames.NumberOfGuests, $"must be 1 to {BookingRules.MaxGuests}.");
        }

        errors.Add(SlotNames.Budget, BudgetProblem(after.Budget));

        if (after.BudgetCurrency is { } currency && !Money.IsCurrencyCode(currency))
        {
            errors.Add(SlotNames.BudgetCurrency, $"must be {Money.CodeRule}.");
        }
    }

    /// <summary>What is wrong with a budget; null for nothing.</summary>
    public static string? BudgetProblem(decimal? budget) => budget is <= 0 or > BookingRules.MaxPrice
        ? string.Create(CultureInfo.InvariantCulture, $"must be above 0 and at most {BookingRules.MaxPrice}.")
        : null;

    private static string? CityProblem(string city) => city.Length is 0 or > BookingRules.MaxTextLength
        ? $"must have 1 to {BookingRules.MaxTextLength} characters."
        : Identifier.TextProblem(city) is { } problem ? $"must be plain text; this one {problem}." : null;

    private static void CheckExtras(JsonFields before, JsonFields extras, ref Errors errors)
    {
        if (extras.Count > MaxExtras)
        {
            errors.Add(ExtrasName, ExtrasProblem);
            return;
        }

        foreach (var (name, _) in extras.Raw)
        {
            // An earlier version may have stored an extra under a name that is a slot's today. Such an extra stays.
            errors.Add(Errors.Shown(name), before.Contains(name) ? null : ExtraNameProblem(name));
        }
    }

    /// <summary>What is wrong with the name of an extra; null for nothing.</summary>
    public static string? ExtraNameProblem(string name)
    {
        if (name.Length is 0 or > MaxExtraNameLength)
        {
            return $"the name of an extra must have 1 to {MaxExtraNameLength} characters.";
        }

        if (name is SlotNames.Open || SlotNames.All.Contains(name))
        {
            return "is a slot of its own, not an extra.";
        }

        return Identifier.TextProblem(name) is { } problem ? $"the name of an extra must be plain text; this one {problem}." : null;
    }

    /// <summary>Collects what is wrong. It allocates nothing while nothing is wrong.</summary>
    internal struct Errors(IReadOnlyList<SlotError>? earlier)
    {
        private List<SlotError>? _errors = earlier is { Count: > 0 } ? [.. earlier] : null;

        public readonly IReadOnlyList<SlotError>? Found => _errors;

        public void Add(string slot, string? problem)
        {
            // The rest is a method of its own, since it allocates a closure.
            if (problem is not null)
            {
                AddFirst(slot, problem);
            }
        }

        /// <summary>Only the first problem of a slot is kept.</summary>
        private void AddFirst(string slot, string problem)
        {
            if (_errors?.Exists(error => error.Slot == slot) is not true)
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

        /// <summary>A name of any content, made fit to be shown.</summary>
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
