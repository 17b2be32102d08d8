namespace HospitalityMemory.Import;

/// <summary>What the rows of a file show of the decimal sign of one column.</summary>
internal sealed class NumberEvidence
{
    /// <summary>
    /// A sign is certain if it is seen more than this many times as often as the other. One number among many that is written otherwise is
    /// a slip.
    /// </summary>
    private const int Sure = 20;

    private long _points;
    private long _commas;
    private (string Text, long Line)? _ambiguous;

    /// <summary>Whether any number of the column can be read in two ways.</summary>
    public bool IsAsked => _ambiguous is not null;

    /// <summary>The sign that the other numbers show; Unknown if they leave it open.</summary>
    public DecimalSign Shown =>
        _points > _commas * Sure ? DecimalSign.Point
        : _commas > _points * Sure ? DecimalSign.Comma
        : DecimalSign.Unknown;

    public void Take(in NumberText number, string text, long line)
    {
        if (number.IsAmbiguous)
        {
            _ambiguous ??= (text, line);
        }

        _points += number.Shown is DecimalSign.Point ? 1 : 0;
        _commas += number.Shown is DecimalSign.Comma ? 1 : 0;
    }

    public ImportQuestion Question(string field, string column)
    {
        var (text, line) = _ambiguous!.Value;
        var number = MoneyText.Read(text).Number;
        return new()
        {
            Setting = "decimal",
            Field = field,
            Column = column,
            Problem = FormattableString.Invariant($"{column}: {text} (line {line}) can be {number.WithPoint} or {number.WithComma}, and the other rows do not show which. What is its decimal sign?"),
            Choices = [DecimalSigns.Point, DecimalSigns.Comma],
        };
    }
}
