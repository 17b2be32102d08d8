using System.Buffers;

namespace HospitalityMemory;

/// <summary>
/// Removes from a name what does not matter in comparisons: case, accents, blanks, dots, commas, apostrophes and hyphens, and the
/// differences between several Unicode spellings.
/// </summary>
/// <remarks>
/// <para>The result is that of compatibility decomposition (NFKD) and case folding, taken from the library's own
/// <see cref="FoldingTable"/>, without the marks of Latin, Greek and Cyrillic and the vowel points of Hebrew and Arabic. Marks
/// that make other letters, such as those of kana and of the scripts of India, stay, in a fixed order. Letters that Unicode does
/// not decompose lose their stroke or ligature: ł becomes l, æ becomes ae, ß becomes ss.</para>
/// <para>A folded name folds to itself. It is for comparing, not for showing.</para>
/// </remarks>
internal static class NameFolding
{
    /// <summary>The length of a buffer that is enough for nearly every name.</summary>
    public const int UsualLength = 256;

    // The ASCII characters that are dropped, besides control characters. _ and - are hyphens, ` and ' are apostrophes.
    public const string Dropped = " .,'`-_";

    private static readonly SearchValues<char> FoldedAscii = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(static unit => (char)unit).Where(static unit => !char.IsAsciiLetterUpper(unit) && !Dropped.Contains(unit, StringComparison.Ordinal))]);

    /// <summary>The folded name; the same instance where it is folded already.</summary>
    public static string Fold(string name)
    {
        if (!name.AsSpan().ContainsAnyExcept(FoldedAscii))
        {
            return name;
        }

        var folded = new FoldedText(stackalloc char[UsualLength]);
        folded.Append(name);
        var text = folded.Text.SequenceEqual(name) ? name : folded.Text.ToString();
        folded.Dispose();
        return text;
    }

    /// <summary>Whether a condition holds for the folded name. Allocates nothing for a name of the usual length.</summary>
    public static bool Is(string name, Func<ReadOnlySpan<char>, bool> holds)
    {
        if (!name.AsSpan().ContainsAnyExcept(FoldedAscii))
        {
            return holds(name);
        }

        var folded = new FoldedText(stackalloc char[UsualLength]);
        folded.Append(name);
        var isSo = holds(folded.Text);
        folded.Dispose();
        return isSo;
    }

    /// <summary>A hash of the folded name. It is valid in this process only.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isNone">Whether a folded name says nothing.</param>
    /// <returns>Null for a name that says nothing.</returns>
    public static int? HashOf(string name, Func<ReadOnlySpan<char>, bool> isNone)
    {
        if (!name.AsSpan().ContainsAnyExcept(FoldedAscii))
        {
            return isNone(name) ? null : string.GetHashCode(name, StringComparison.Ordinal);
        }

        var folded = new FoldedText(stackalloc char[UsualLength]);
        folded.Append(name);
        int? hash = isNone(folded.Text) ? null : string.GetHashCode(folded.Text, StringComparison.Ordinal);
        folded.Dispose();
        return hash;
    }

    /// <summary>Whether two names fold to the same. Allocates nothing for names of the usual length.</summary>
    public static bool AreSame(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        if (x.SequenceEqual(y))
        {
            return true;
        }

        var first = new FoldedText(stackalloc char[UsualLength]);
        var second = new FoldedText(stackalloc char[UsualLength]);
        first.Append(x);
        second.Append(y);
        var same = first.Text.SequenceEqual(second.Text);
        first.Dispose();
        second.Dispose();
        return same;
    }
}
