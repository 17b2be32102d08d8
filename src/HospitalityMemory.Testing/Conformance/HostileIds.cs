using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>
/// Ids that a careless key, path, pattern, script or comparison takes for one another, in pairs: the second is made of the
/// first by what such carelessness would do to it.
/// </summary>
internal static partial class HostileIds
{
    private const int MaxLength = 256;
    private const int MaxAtoms = 6;

    private static readonly string[] Blanks = [" ", "  ", "\u00a0", "\u3000", "\u2007", "\u202f", "\u1680", "\u200b", "\ufeff", "\u2060"];

    private static readonly string[] Atoms =
    [
        .. Blanks,

        // Letters that cases, normal forms and collations join.
        "a", "A", "b", "guest", "Guest", "é", "e\u0301", "É", "Å", "\u212b", "A\u030a", "ﬁ", "fi", "ß", "ss", "ẞ", "i", "I", "İ", "ı", "σ", "ς", "Σ", "\u1e9b\u0323",
        "\u0344", "가", "\u1100\u1161", "東", "Ａ", "¼", "²", "\u0130", "æ", "ae", "K", "\u212a", "\u00ad", "\u034f", "\u202e", "\u200d", "\u200f", "\ufe0f",
        "😀", "👍", "👍🏽", "👩‍👩‍👧", "🇩🇪", "🏖\ufe0f", "\U0010ffff", "\ufffd", "\uffff",

        // Separators, paths, addresses.
        "/", "//", "\\", ":", "::", ";", ",", "|", "#", "?", "&", "=", "+", "@", ".", "..", "./", "../", "/.", "__", "_", "__x__", "~", "~2F", "-", "id-", "$",
        "%", "%%", "%20", "%2F", "%2f", "%252F", "%00", "%c2%a0", "&#32;", "\\u0020", "\\x20", "\\0", "\\n", "users/a/bookings/b", "bookings/", "sessions:",
        "{", "}", "{0}", "{}", "{guest}", "session:", "messages:", ":index", "applications/blue/",

        // SQL, patterns, scripts, JSON.
        "'", "''", "\"", "\"\"", "`", "'; DROP TABLE profiles; --", "' OR '1'='1", "--", "/*", "*/", "*", "**", "[a-z]", "[^a]", "[!a]", "^", "(", ")", "(?i)",
        "ARGV[1]", "KEYS[1]", "]]", "[[", "--[[", "\" .. \"", "return redis.call('FLUSHALL')", "nil", "null", "NULL", "true", "\\", "<a>", "${a}", "@a", "$1",
        "0", "00", "1", "01", "1.0", "1e0", "-0", "0x1", "9223372036854775808", "٣", "３",
    ];

    /// <summary>What is tried always, also where few pairs are.</summary>
    private static readonly (string First, string Second)[] Known =
    [
        ("a", "a "), ("b", " b"), ("c", "c\u00a0"), ("d", "\u3000d"), ("e\u3000", "\u00a0e "), (" ", "\u00a0"), ("f\ufeff", "f"),
        ("\u00e9", "e\u0301"), ("\u212b", "\u00c5"), ("Guest", "guest"), ("ß", "SS"), ("I", "ı"),
        ("g/h", "g%2Fh"), ("i:j", "i::j"), (".", ".."), ("__x__", "x"), ("./k", "k"), ("l~2F", "l/"), ("m+n", "m n"),
        ("o*", "op"), ("q_", "qr"), ("s%", "st"), ("[u]", "u"), ("v'", "v''"), ("{w}", "w"), ("aa}", "aa"), ("{bb", "bb"), ("cc:", "cc"), ("/dd", "dd"), ("ee\"", "ee"), ("y\\", "y"), ("0", "00"), ("😀", "\ufffd"),
        (new string('z', MaxLength), new string('z', MaxLength - 1)), (new('東', MaxLength), new string('東', MaxLength - 1) + "x"),
    ];

    private static readonly Func<Random, string, string>[] Changes =
    [
        static (random, id) => id + Pick(random, Blanks),
        static (random, id) => Pick(random, Blanks) + id,
        static (random, id) => Pick(random, Blanks) + id + Pick(random, Blanks),
        static (_, id) => id.Trim(),
        static (_, id) => id.TrimEnd('\u200b', '\ufeff', '\u2060', ' '),
        static (_, id) => Collapsed().Replace(id, " "),
        static (_, id) => id.Normalize(NormalizationForm.FormC),
        static (_, id) => id.Normalize(NormalizationForm.FormD),
        static (_, id) => id.Normalize(NormalizationForm.FormKC),
        static (_, id) => id.ToUpperInvariant(),
        static (_, id) => id.ToLowerInvariant(),
        static (_, id) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(id),
        static (_, id) => Uri.EscapeDataString(id),
        static (_, id) => Uri.UnescapeDataString(id),
        static (_, id) => id.Replace('/', ':'),
        static (_, id) => id.Replace(":", "", StringComparison.Ordinal),
        static (_, id) => id.Replace('+', ' '),
        static (_, id) => id.Replace("\\", "", StringComparison.Ordinal),
        static (_, id) => id.Replace("'", "''", StringComparison.Ordinal),
        static (_, id) => id.Replace("_", "__", StringComparison.Ordinal),
        static (_, id) => $"__{id}__",
        static (_, id) => id.Trim('_'),
        static (_, id) => $"./{id}",
        static (_, id) => $"{id}/",
        static (_, id) => $"x/../{id}",
        static (_, id) => $"{{{id}}}",
        static (_, id) => $"'{id}'",
        static (_, id) => $"\"{id}\"",
        static (_, id) => id + "%00",
        static (random, id) => Spliced(random, id, Pick(random, ["*", "?", "%", "_", "[!b]", "."]), removed: 1),
        static (random, id) => Spliced(random, id, Pick(random, Atoms), removed: 0),
        static (random, id) => Spliced(random, id, "", removed: 1),
        static (random, id) => id.Replace(Pick(random, id.EnumerateRunes().ToArray()).ToString(), "", StringComparison.Ordinal),
        static (_, id) => id + id,
        static (random, id) => Filled(id) + Pick(random, ["x", "y"]),
        static (random, _) => Made(random),
    ];

    /// <summary>Pairs of ids that are allowed; no id stands in two of them. The first ones are always the same.</summary>
    /// <param name="count">How many, at least as many as those.</param>
    /// <param name="seed">The same makes the same.</param>
    /// <param name="areNear">Which pairs a store is likelier to mix up than others: of every two, one is such.</param>
    public static (string First, string Second)[] Pairs(int count, int seed, Func<string, string, bool>? areNear = null)
    {
        var random = new Random(seed);
        var all = Known.SelectMany(static pair => new[] { pair.First, pair.Second }).ToHashSet(StringComparer.Ordinal);
        var pairs = new List<(string, string)>(Known);
        while (pairs.Count < count)
        {
            var first = Valid(Made(random));
            var second = Valid(Pick(random, Changes)(random, first));
            if (Identifier.Problem(first) is not null || Identifier.Problem(second) is not null
                || first == second || all.Contains(first) || all.Contains(second)
                || (pairs.Count % 2 is 0 && areNear?.Invoke(first, second) is false))
            {
                continue;
            }

            all.Add(first);
            all.Add(second);
            pairs.Add((first, second));
        }

        return [.. pairs];
    }

    /// <summary>An id as it can be told from any other by eye.</summary>
    public static string Shown(string id) => string.Concat(id.Select(
        static unit => unit is >= ' ' and <= '~' ? unit.ToString() : $"\\u{(int)unit:x4}"));

    private static string Made(Random random)
    {
        var id = string.Concat(Enumerable.Range(0, random.Next(1, MaxAtoms + 1)).Select(_ => Pick(random, Atoms)));
        return random.Next(10) is 0 ? Filled(id) : id;
    }

    /// <summary>The id again and again, to one character less than is allowed.</summary>
    private static string Filled(string id) =>
        id.Length is 0 ? "" : Cut(string.Concat(Enumerable.Repeat(id, (MaxLength / id.Length) + 1)), MaxLength - 1);

    private static string Valid(string id) => Cut(id, MaxLength);

    /// <summary>Not between the halves of a surrogate pair.</summary>
    private static string Cut(string id, int length) =>
        id.Length <= length ? id : id[..(char.IsHighSurrogate(id[length - 1]) ? length - 1 : length)];

    private static string Spliced(Random random, string id, string added, int removed)
    {
        var runes = id.EnumerateRunes().Select(static rune => rune.ToString()).ToList();
        var index = random.Next(runes.Count);
        runes.RemoveRange(index, removed);
        runes.Insert(index, added);
        return string.Concat(runes);
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Collapsed();
}
