using System.Globalization;
using System.Text;

namespace HospitalityMemory.Agents;

/// <summary>The words of a message, to find out whether the message states a wish.</summary>
/// <remarks>
/// A message states a wish if it contains the wish's letters and digits, or if each word of the wish begins like a word of the message:
/// "quiet room" is in "I like quiet rooms". Words of one or two letters do not count if there are longer ones.
/// </remarks>
internal sealed class SaidWords
{
    private const int ShortWord = 2;

    private readonly string _plain;
    private readonly HashSet<string> _words;
    private readonly HashSet<string> _numbers;

    public SaidWords(string text)
    {
        _plain = Plain(text);
        _words = [.. WordsOf(text)];
        _numbers = [.. NumbersOf(text)];
    }

    /// <summary>Whether the message states a wish.</summary>
    public bool Hold(StatedPreference wish)
    {
        if (wish.PriceRange is { } range)
        {
            return Holds(range.Max) && (range.Min is 0 || Holds(range.Min));
        }

        var value = Plain(wish.Value);
        if (value.Length > 0 && _plain.Contains(value, StringComparison.Ordinal))
        {
            return true;
        }

        string[] words = [.. WordsOf(wish.Value)];
        string[] telling = [.. words.Where(word => word.Length > ShortWord)];
        telling = telling.Length is 0 ? words : telling;
        return telling.Length > 0 && telling.All(word => _words.Any(said => BeginAlike(said, word)));
    }

    private bool Holds(decimal price) => _numbers.Contains(decimal.Truncate(price).ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether two words differ at most in their ending.</summary>
    private static bool BeginAlike(string x, string y)
    {
        const int Ending = 3;
        var alike = x.AsSpan().CommonPrefixLength(y);
        return alike > ShortWord && alike >= Math.Max(x.Length, y.Length) - Ending;
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>The whole numbers that may be meant: for 1,200.50 they are 1200, 120050 and 1.</summary>
    private static IEnumerable<string> NumbersOf(string text)
    {
        foreach (var number in text.Split(text.Where(letter => !char.IsAsciiDigit(letter) && letter is not ('.' or ',' or '\'')).Distinct().ToArray()))
        {
            var parts = number.Split('.', ',', '\'');
            for (var length = 1; length <= parts.Length; length++)
            {
                yield return string.Concat(parts.Take(length));
            }
        }
    }

    private static IEnumerable<string> WordsOf(string text)
    {
        var word = new StringBuilder();
        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(char.ToLowerInvariant(letter));
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
