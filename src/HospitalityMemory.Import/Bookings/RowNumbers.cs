using System.Buffers;

namespace HospitalityMemory.Import;

/// <summary>Reads whole numbers of a row. They can be read in one way only, and nobody has to be asked.</summary>
internal static class RowNumbers
{
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.,-");

    /// <summary>The sum of a field's columns; null if none of them has a number.</summary>
    public static int? Sum(FileRow row, BoundField? field)
    {
        int? sum = null;
        foreach (var column in field?.Columns ?? [])
        {
            sum = Whole(row.Text(column)) is { } number ? (sum ?? 0) + number : sum;
        }

        return sum;
    }

    /// <summary>A whole number from 0, such as <c>2</c>, <c>2.0</c> or <c>2 nights</c>; null for anything else.</summary>
    public static int? Whole(string text)
    {
        const int Most = 100_000;
        var number = text.AsSpan().Trim();
        var end = number.IndexOfAnyExcept(OfNumbers);
        if (end > 0 && char.IsWhiteSpace(number[end]) && !number[end..].ContainsAnyInRange('0', '9'))
        {
            number = number[..end];
        }

        return NumberText.Read(number) is { IsAmbiguous: false } read && read.Value(DecimalSign.Point) is { } value && decimal.IsInteger(value) && value is >= 0 and <= Most
            ? (int)value
            : null;
    }
}
