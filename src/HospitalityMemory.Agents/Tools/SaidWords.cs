using System.Globalization;

namespace HospitalityMemory.Agents;

/// <summary>The words of a message, to find out whether the message states a wish.</summary>
/// <remarks>
/// A message states a wish if it contains the wish's letters and digits, or if each word of the wish begins like a word of the message:
/// "quiet room" is in "I like quiet rooms". Words of one or two letters do not count if there are longer ones. A message also states a wish
/// if it has another name of the same thing: "WLAN" for wifi. Case and accents do not matter.
/// </remarks>
internal sealed class SaidWords
{
    private const int ShortWord = 2;
    private const int MostWordsOfName = 4;

    private readonly NameRules _names;
    private readonly string[] _inOrder;
    private readonly string _plain;
    private readonly HashSet<string> _words;
    private readonly HashSet<string> _numbers;

    /// <param name="text">The message.</param>
    /// <param name="names">The rules of names. They keep the words for as long as they live themselves.</param>
    public SaidWords(string text, NameRules names)
    {
        _names = names;
        _inOrder = [.. WordsOf(text)];
        _plain = string.Concat(_inOrder);
        _words = [.. _inOrder];
        _numbers = [.. NumbersOf(text)];
    }

    /// <summary>Whether the message states a wish.</summary>
    public bool Hold(StatedPreference wish)
    {
        if (wish.PriceRange is { } range)
        {
            return Holds(range.Max) && (range.Min is 0 || Holds(range.Min));
        }

        string[] words = [.. WordsOf(wish.Value)];
        if (words.Length > 0 && _plain.Contains(string.Concat(words), StringComparison.Ordinal))
        {
            return true;
        }

        string[] telling = [.. words.Where(word => word.Length > ShortWord)];
        telling = telling.Length is 0 ? words : telling;
        return (telling.Length > 0 && telling.All(word => _words.Any(said => BeginAlike(said, word)))) || HoldsOtherName(wish);
    }

    private bool HoldsOtherName(StatedPreference wish)
    {
        if (Wishes.NameKindOf(wish.Kind) is not { } kind || _names.KeyOf(kind, wish.Value) is not { } key)
        {
            return false;
        }

        for (var first = 0; first < _inOrder.Length; first++)
        {
            for (var count = 1; count <= MostWordsOfName && first + count <= _inOrder.Length; count++)
            {
                if (_names.KeyOf(kind, string.Join(' ', _inOrder, first, count)) == key)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Holds(decimal price) => _numbers.Contains(decimal.Truncate(price).ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether two words differ at most in their ending.</summary>
    private static bool BeginAlike(string x, string y)
    {
        const int Ending = 3;
        var alike = x.AsSpan().CommonPrefixLength(y);
        return alike > ShortWord && alike >= Math.Max(x.Length, y.Length) - Ending;
    }

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

    private IEnumerable<string> WordsOf(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isInWord = i < text.Length && (char.IsLetterOrDigit(text[i]) || IsMark(text[i]));
            if (isInWord && start < 0)
            {
                start = i;
            }
            else if (!isInWord && start >= 0)
            {
                yield return Folded(text[start..i]);
                start = -1;
            }
        }
    }

    /// <summary>Whether a character is an accent that is written apart from its letter.</summary>
    private static bool IsMark(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark;

    // Operators have no built-in synonyms, so this only folds. Words such as "any" have no key.
    private string Folded(string word) => _names.KeyOf(NameKind.Operator, word) ?? word.ToLowerInvariant();
}
