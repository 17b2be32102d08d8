using System.Globalization;
using System.Text;
using CsCheck;

namespace HospitalityMemory.Tests.Fields;

/// <summary><c>.ci/run</c> runs these tests again with invariant globalization, since the table is the library's own.</summary>
public sealed class NameFoldingTests
{
    // Characters of Unicode versions after the table's, which a newer runtime or ICU decomposes or has in two cases.
    private static readonly (int First, int Last)[] Newer =
    [
        (0x1C89, 0x1C8A), (0xA7CB, 0xA7CF), (0xA7D2, 0xA7D2), (0xA7D4, 0xA7D4), (0xA7DA, 0xA7DC), (0xA7F1, 0xA7F1), (0x105C0, 0x105FF), (0x10D40, 0x10D8F),
        (0x11380, 0x113FF), (0x16100, 0x1613F), (0x16D40, 0x16D7F), (0x16EA0, 0x16EDF), (0x1CC00, 0x1CEBF),
    ];

    private static readonly NormalizationForm[] Forms = [NormalizationForm.FormC, NormalizationForm.FormD, NormalizationForm.FormKC, NormalizationForm.FormKD];

    // Letters, marks, blanks and signs of many scripts.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char['A', 'Z'], Gen.Char[' ', '/'], Gen.Char['\u00C0', '\u019A'], Gen.Char['\u019C', '\u024F'], Gen.Char['\u0300', '\u0344'], Gen.Char['\u0346', '\u036F'], Gen.Char['\u0370', '\u04FF'],
        Gen.Char['\u0590', '\u06FF'], Gen.Char['\u0900', '\u097F'], Gen.Char['\u0E00', '\u0EFF'], Gen.Char['\u1100', '\u11FF'],
        Gen.Char['\u1E00', '\u1FFF'], Gen.Char['\u2000', '\u206F'], Gen.Char['\u3040', '\u30FF'], Gen.Char['\uAC00', '\uD7A3'],
        Gen.Char['\uF900', '\uFAFF'], Gen.Char['\uFB00', '\uFDCF'], Gen.Char['\uFE70', '\uFEFC'], Gen.Char['\uFF01', '\uFFBE']).Array[0, 24].Select(units => new string(units));

    public static TheoryData<string, string> Folded => new()
    {
        { "New York", "newyork" },
        { "  new   YORK ", "newyork" },
        { "N.Y.", "ny" },
        { "Winston-Salem", "winstonsalem" },
        { "Winston\u2010Salem\u2013\u2014_\u2212", "winstonsalem" },
        { "King's Lynn", "kingslynn" },
        { "King\u2019s Lynn", "kingslynn" },
        { "Hawai\u02BBi", "hawaii" },
        { "L\u2018Aquila", "laquila" },
        { "M\u00FCnchen", "munchen" },
        { "Mu\u0308nchen", "munchen" },
        { "Stra\u00DFe", "strasse" },
        { "STRA\u1E9EE", "strasse" },
        { "\u0141\u00F3d\u017A", "lodz" },
        { "K\u00F8benhavn", "kobenhavn" },
        { "\u0110\u00E0 N\u1EB5ng", "danang" },
        { "\u00C6r\u00F8", "aero" },
        { "\u0152uvre", "oeuvre" },
        { "Reykjav\u00EDk \u00DE\u00F0", "reykjavikthd" },
        { "\u0130STANBUL", "istanbul" },
        { "Diyarbak\u0131r", "diyarbakir" },
        { "\uFB01ne \uFB03", "fineffi" },
        { "\uFF34\uFF2F\uFF2B\uFF39\uFF2F", "tokyo" },
        { "\u0391\u03B8\u03AE\u03BD\u03B1", "\u03B1\u03B8\u03B7\u03BD\u03B1" },
        { "\u03A3\u038A\u03A6\u039D\u039F\u03A3", "\u03C3\u03B9\u03C6\u03BD\u03BF\u03C3" },
        { "\u03C3\u03AF\u03C6\u03BD\u03BF\u03C2", "\u03C3\u03B9\u03C6\u03BD\u03BF\u03C3" },
        { "\u041A\u0418\u0407\u0412", "\u043A\u0438\u0456\u0432" },
        { "\u041A\u043E\u0440\u043E\u043B\u0451\u0432", "\u043A\u043E\u0440\u043E\u043B\u0435\u0432" },
        { "\uFF76\uFF9E\uFF6F", "\u30AB\u3099\u30C3" },
        { "\u30AC\u30C3", "\u30AB\u3099\u30C3" },
        { "\u30CB\u30E5\u30FC\u30FB\u30E8\u30FC\u30AF", "\u30CB\u30E5\u30FC\u30E8\u30FC\u30AF" },
        { "\uC11C\uC6B8", "\u1109\u1165\u110B\u116E\u11AF" },
        { "\u1109\u1165\u110B\u116E\u11AF", "\u1109\u1165\u110B\u116E\u11AF" },
        { "\uFEE3\uFED8\uFE94", "\u0645\u0642\u0629" },
        { "\u0645\u064E\u0643\u0651\u0640\u0629", "\u0645\u0643\u0629" },
        { "\u2167", "viii" },
        { "\uD835\uDCDF\uD835\uDCEA\uD835\uDCFB\uD835\uDCF2\uD835\uDCFC", "paris" },
        { "\u6771\u4EAC", "\u6771\u4EAC" },
        { "a/c & b&b", "a/c&b&b" },
        { " - . ' ", "" },
        { "\uD800x", "\uD800x" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Folded))]
    public void A_name_is_folded(string name, string folded) => Assert.Equal(folded, NameFolding.Fold(name));

    [Theory]
    [InlineData("\u304B", "\u304C")]
    [InlineData("\u30CF", "\u30D1")]
    [InlineData("\u0915", "\u0915\u093F")]
    [InlineData("\u0E01", "\u0E01\u0E34")]
    [InlineData("\u0627", "\u0623")]
    [InlineData("Nice", "Niece")]
    [InlineData("pool", "pool table")]
    [InlineData("\u6771\u4EAC", "\u4EAC\u6771")]
    public void What_is_another_word_stays_one(string x, string y)
    {
        Assert.NotEqual(NameFolding.Fold(x), NameFolding.Fold(y));
        Assert.False(NameFolding.AreSame(x, y));
    }

    [Fact]
    public void Each_character_folds_alike_in_all_its_forms()
    {
        foreach (var text in Characters())
        {
            var folded = NameFolding.Fold(text);
            Assert.Equal(folded, NameFolding.Fold(folded));
            if (!IsInvariant())
            {
                foreach (var form in Forms)
                {
                    Assert.Equal(folded, NameFolding.Fold(text.Normalize(form)));
                }
            }
        }
    }

    [Fact]
    public void Each_character_folds_alike_in_both_cases()
    {
        // The iota below a Greek letter is a mark, but its capital is a letter.
        foreach (var text in Characters().Where(text => text is not "\u0345" && !IsNewer(char.ConvertToUtf32(text.ToUpperInvariant(), 0))))
        {
            Assert.Equal(NameFolding.Fold(text), NameFolding.Fold(text.ToUpperInvariant()));
            Assert.Equal(NameFolding.Fold(text), NameFolding.Fold(text.ToLowerInvariant()));
        }
    }

    [Fact]
    public void What_is_folded_folds_to_itself() => Text.Sample(text =>
    {
        var folded = NameFolding.Fold(text);
        Assert.Equal(folded, NameFolding.Fold(folded));
    });

    [Fact]
    public void Forms_case_and_blanks_do_not_matter() => Gen.Select(Text, Gen.Int[0, 24]).Sample((text, place) =>
    {
        var folded = NameFolding.Fold(text);
        Assert.Equal(folded, NameFolding.Fold(text.ToUpperInvariant()));
        Assert.Equal(folded, NameFolding.Fold(text.ToLowerInvariant()));
        Assert.Equal(folded, NameFolding.Fold(text.Insert(Math.Min(place, text.Length), " ")));
        Assert.True(NameFolding.AreSame(text, text.ToUpperInvariant()));
        if (!IsInvariant() && !text.Any(char.IsSurrogate))
        {
            foreach (var form in Forms)
            {
                Assert.Equal(folded, NameFolding.Fold(text.Normalize(form)));
            }
        }
    });

    [Fact]
    public void The_order_in_which_marks_were_typed_does_not_matter()
    {
        // A nukta and a virama of Devanagari: Unicode puts the nukta first.
        Assert.Equal(NameFolding.Fold("\u0915\u093C\u094D"), NameFolding.Fold("\u0915\u094D\u093C"));
        Assert.Equal(NameFolding.Fold("\u0958\u094D"), NameFolding.Fold("\u0915\u094D\u093C"));
    }

    [Fact]
    public void Long_names_are_folded_too()
    {
        var name = string.Concat(Enumerable.Repeat("\uFDFA \u00C5", 200));

        Assert.Equal(string.Concat(Enumerable.Repeat(NameFolding.Fold("\uFDFA\u00C5"), 200)), NameFolding.Fold(name));
        Assert.True(NameFolding.AreSame(name, name.Replace(" ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_folded_already_is_not_copied()
    {
        foreach (var name in new[] { "wifi", "a/c", "\u6771\u4EAC", "" })
        {
            Assert.Same(name, NameFolding.Fold(name));
        }
    }

    [Fact]
    public void Comparing_allocates_nothing()
    {
        _ = NameFolding.AreSame("M\u00FCnchen", "MUNCHEN");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var same = NameFolding.AreSame("M\u00FCnchen", "Mu\u0308NCHEN") && NameFolding.AreSame("New York", "new-york");

        Assert.True(same);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static IEnumerable<string> Characters() => Enumerable.Range(0, 0x110000)
        .Where(scalar => Rune.IsValid(scalar) && (scalar & 0xFFFE) is not 0xFFFE && scalar is not (>= 0xFDD0 and <= 0xFDEF))
        .Where(scalar => !IsNewer(scalar))
        .Where(scalar => Rune.GetUnicodeCategory(new Rune(scalar)) is not UnicodeCategory.OtherNotAssigned)
        .Select(char.ConvertFromUtf32);

    private static bool IsNewer(int scalar) => Array.Exists(Newer, range => scalar >= range.First && scalar <= range.Last);

    private static bool IsInvariant() => AppContext.TryGetSwitch("System.Globalization.Invariant", out var isInvariant) && isInvariant
        || Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true";
}
