namespace HospitalityMemory;

/// <summary>How many letters two words differ in.</summary>
internal static class EditDistance
{
    /// <summary>Levenshtein's distance, whatever the case.</summary>
    public static int Between(string left, string right)
    {
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        var row = new int[right.Length + 1];
        for (var i = 0; i < left.Length; i++)
        {
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var isSame = char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]);
                row[j + 1] = Math.Min(Math.Min(row[j], above[j + 1]) + 1, above[j] + (isSame ? 0 : 1));
            }

            (above, row) = (row, above);
        }

        return above[right.Length];
    }
}
