using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory;

/// <summary>What an agent's JSON says, before it is merged into the current slots.</summary>
/// <param name="Slots">What could be read.</param>
/// <param name="Errors">An error for every slot that could not be read; null for none.</param>
/// <param name="Extras">The names that belong to no slot.</param>
internal readonly record struct ReadSlots(BookingSlots Slots, IReadOnlyList<SlotError>? Errors, IReadOnlyList<string> Extras);

/// <summary>
/// Reads slots from an agent's JSON: lenient about how a name or a value is written, strict about what it says. A reader is used
/// once.
/// </summary>
/// <param name="given">The JSON.</param>
/// <param name="current">
/// The current slots. The names of their extras stay extras, even where another session reads them as slots.
/// </param>
/// <param name="defaultCurrency">The currency of a budget that states none.</param>
internal ref struct SlotReader(GivenSlots given, BookingSlots current, string defaultCurrency)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private SlotRules.Errors _errors = new(null);
    private BookingSlots _slots = BookingSlots.Empty;

    public ReadSlots Read()
    {
        foreach (var slot in SlotNames.All)
        {
            if (Take(slot) is { } value)
            {
                Set(slot, value);
            }
        }

        var extras = ReadExtras();
        if (given.HasTooManyExtras)
        {
            _errors.Add(SlotRules.ExtrasName, SlotRules.ExtrasProblem);
        }

        return new(_slots, _errors.Found, extras);
    }

    /// <summary>
    /// The value of a slot: the one under its own name, else the one under the first of its synonyms. Another synonym with the
    /// same value is dropped; one with a different value stays as an extra.
    /// </summary>
    private readonly JsonElement? Take(string slot)
    {
        JsonElement? taken = null;
        if (given.Values.TryGetValue(slot, out var own))
        {
            _taken.Add(slot);
            taken = own;
        }

        foreach (var (name, value) in given.Values)
        {
            if (name == slot || given.Synonyms.SlotOf(name) != slot || current.Extras.Contains(name))
            {
                continue;
            }

            if (taken is null)
            {
                _taken.Add(name);
                taken = SlotSynonyms.IsAdults(name) ? WithChildren(value) : value;
            }
            else if (JsonElement.DeepEquals(taken.Value, value))
            {
                _taken.Add(name);
            }
        }

        return taken;
    }

    /// <summary>
    /// The sum of adults and children. Where one of the two cannot be counted, its own value, which is then refused.
    /// </summary>
    private readonly JsonElement WithChildren(JsonElement adults)
    {
        if (SlotValues.Count(adults, ofNights: false) is not { } older)
        {
            return adults;
        }

        foreach (var (name, value) in given.Values)
        {
            if (!SlotSynonyms.IsChildren(name) || current.Extras.Contains(name))
            {
                continue;
            }

            _taken.Add(name);
            if (SlotValues.Text(value) is { } text && (SlotWords.IsOpen(text) || SlotWords.IsNothing(text)))
            {
                return adults;
            }

            return SlotValues.Children(value) is >= 0 and { } younger
                ? JsonElement.Parse(((long)older + younger).ToString(CultureInfo.InvariantCulture))
                : value;
        }

        return adults;
    }

    private void Set(string slot, JsonElement value)
    {
        // Not split: it reads as a table, a line or two for each slot.
        if (SlotValues.Text(value) is { } words && SlotWords.IsNothing(words))
        {
            return;
        }

        if (SlotValues.Text(value) is { } text && SlotWords.IsOpen(text))
        {
            _slots = _slots with { Open = _slots.Open | SlotOpenness.Named(slot) };
            return;
        }

        switch (slot)
        {
            case SlotNames.City:
                _slots = _slots with { City = SlotValues.Text(value) };
                _errors.Add(slot, _slots.City is null ? "must be text." : null);
                break;
            case SlotNames.CheckInDate:
                _slots = _slots with { CheckInDate = ReadDate(slot, value) };
                break;
            case SlotNames.CheckOutDate:
                _slots = _slots with { CheckOutDate = ReadDate(slot, value) };
                break;
            case SlotNames.NumberOfNights:
                _slots = _slots with { NumberOfNights = ReadCount(slot, value) };
                break;
            case SlotNames.NumberOfGuests:
                _slots = _slots with { NumberOfGuests = ReadCount(slot, value) };
                break;
            case SlotNames.Budget:
                ReadBudget(value);
                break;
            default:
                ReadCurrency(value);
                break;
        }
    }

    private DateOnly? ReadDate(string slot, JsonElement value)
    {
        var date = SlotValues.Date(value, out var problem);
        _errors.Add(slot, problem);
        return date;
    }

    private int? ReadCount(string slot, JsonElement value)
    {
        var count = SlotValues.Count(value, ofNights: slot is SlotNames.NumberOfNights);
        _errors.Add(slot, count is null ? "must be a whole number." : null);
        return count;
    }

    private void ReadBudget(JsonElement value)
    {
        var (amount, currency, problem) = AmountText.Read(value);

        // An amount that a merge would refuse is refused here already, since the merge would drop the amount and keep the
        // currency.
        problem ??= currency is null ? null : SlotRules.BudgetProblem(amount);
        if (problem is not null)
        {
            _errors.Add(SlotNames.Budget, problem);
            return;
        }

        _slots = _slots with
        {
            Budget = amount,
            BudgetCurrency = currency is "$" ? CurrencyText.Dollar(current.BudgetCurrency, defaultCurrency) : currency,
        };
    }

    private void ReadCurrency(JsonElement value)
    {
        if (SlotValues.Text(value)?.Trim() is not { } text)
        {
            _errors.Add(SlotNames.BudgetCurrency, "must be text.");
            return;
        }

        var said = _slots.BudgetCurrency;
        var code = CodeOf(text);
        if (SaysDollarsOnly() && CurrencyText.Dollar(code) == code)
        {
            said = code;
        }

        if (said is not null && said != code)
        {
            // Only the guest knows which currency is meant, and an amount without its currency is worth nothing.
            RefuseBudget(
                "is given in one currency, and budget_currency is another. Which is meant?",
                "is not the currency that budget is given in. Which is meant?");
            return;
        }

        if (!Money.IsCurrencyCode(code) && _slots.Budget is not null)
        {
            // The amount is in the unknown currency. Kept without it, it would become an amount of the default currency.
            RefuseBudget("is in a currency that is not known; budget_currency says which are.", $"must be {Money.CodeRule}.");
            return;
        }

        _slots = _slots with { BudgetCurrency = code };
    }

    private readonly string CodeOf(string text) => CurrencyText.CodeOf(text) switch
    {
        "$" => CurrencyText.Dollar(_slots.BudgetCurrency, current.BudgetCurrency, defaultCurrency),
        null => text.ToUpperInvariant(),
        var known => known,
    };

    private void RefuseBudget(string problem, string problemOfCurrency)
    {
        _errors.Add(SlotNames.Budget, problem);
        _errors.Add(SlotNames.BudgetCurrency, problemOfCurrency);
        _slots = _slots with { Budget = null, BudgetCurrency = null };
    }

    /// <summary>
    /// Whether the budget was given with a dollar sign alone. A dollar currency beside it then says which dollar.
    /// </summary>
    private readonly bool SaysDollarsOnly()
    {
        foreach (var name in _taken)
        {
            if (given.Synonyms.SlotOf(name) is SlotNames.Budget && AmountText.Read(given.Values[name]).Currency is "$")
            {
                return true;
            }
        }

        return false;
    }

    private List<string> ReadExtras()
    {
        var names = new List<string>();
        foreach (var (name, value) in given.Values)
        {
            // Where there are too many extras, no new one is taken: which of them to keep would be chance.
            if (_taken.Contains(name) || (given.HasTooManyExtras && !current.Extras.Contains(name)))
            {
                continue;
            }

            if (SlotRules.ExtraNameProblem(name) is { } problem)
            {
                _errors.Add(SlotRules.Errors.Shown(name), problem);
                continue;
            }

            try
            {
                _slots = _slots with { Extras = _slots.Extras.Set(name, value) };
                names.Add(name);
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or JsonException)
            {
                _errors.Add(SlotRules.Errors.Shown(name), "holds text with half of a surrogate pair, or is nested too deep.");
            }
        }

        return names;
    }
}
