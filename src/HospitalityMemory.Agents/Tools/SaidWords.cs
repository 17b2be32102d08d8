using System.Globalization;
using System.Text;

namespace HospitalityMemory.Agents;

/// <summary>The words of messages, to see whether a wish stands in them.</summary>
/// <remarks>
/// A wish stands in a message if its letters and digits do, or if each of its words has one there that begins alike: "quiet room" stands in
/// "I like quiet rooms". Words of one or two letters do not count beside longer ones.
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

    /// <summary>Whether a wish stands in the message.</summary>
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

    /// <summary>They differ in an ending at most.</summary>
    private static bool BeginAlike(string x, string y)
    {
        const int Ending = 3;
        var alike = x.AsSpan().CommonPrefixLength(y);
        return alike > ShortWord && alike >= Math.Max(x.Length, y.Length) - Ending;
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>Whole numbers as they may be meant: of 1,200.50 those are 1200, 120050 and 1.</summary>
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
