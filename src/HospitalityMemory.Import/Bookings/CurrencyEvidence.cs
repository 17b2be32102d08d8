namespace HospitalityMemory.Import;

/// <summary>Finds amounts of which nothing says the currency. The memory's default is taken for them, which a person must know.</summary>
internal sealed class CurrencyEvidence
{
    private readonly RowFields _fields;
    private readonly BoundField[] _amounts;
    private readonly string? _defaultCurrency;
    private (string Label, string Text, long Line)? _first;

    /// <param name="mapping">The columns of the file.</param>
    /// <param name="defaultCurrency">The memory's default; null if it is not known.</param>
    public CurrencyEvidence(BoundMapping mapping, string? defaultCurrency)
    {
        (_fields, _defaultCurrency) = (new(mapping), defaultCurrency);
        _amounts = mapping.Mapping.Currency is not null ? [] : [.. new[] { mapping[ImportFields.Price], mapping[ImportFields.TotalPrice] }.OfType<BoundField>()];
    }

    /// <summary>Which currency is taken for such amounts, and how to say another; null if the file has none of them.</summary>
    public string? Note => _first is not var (label, text, line) ? null : FormattableString.Invariant(
        $"{label} names no currency (line {line}: {RowFields.Shown(text)}); it is taken to be {_defaultCurrency ?? "the memory's default currency"}{(_defaultCurrency is null ? "" : ", the memory's default")}. Another is said with --currency, or \"currency\" in the mapping.");

    public void Look(FileRow row)
    {
        if (_first is not null || _amounts.Length is 0)
        {
            return;
        }

        _fields.Begin(row);
        if (_fields.Text(ImportFields.Currency) is null)
        {
            Look(row.Line);
        }
    }

    private void Look(long line)
    {
        (string Label, string Text, long Line)? found = null;
        foreach (var field in _amounts)
        {
            if (_fields.Written(field) is not { } text)
            {
                continue;
            }

            // The currency of one amount of a row is that of the other one too.
            var money = MoneyText.Read(text);
            if (money.Currency is not null)
            {
                return;
            }

            // An amount of 0 is 0 in any currency.
            var isTaken = money is { IsUnknownCurrency: false, Number.IsNumber: true } && money.Number.WithPoint is not 0 && money.Number.WithComma is not 0;
            found ??= isTaken ? (field.Label, text, line) : null;
        }

        _first = found;
    }
}
