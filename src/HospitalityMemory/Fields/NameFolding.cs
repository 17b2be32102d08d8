using System.Buffers;

namespace HospitalityMemory;

/// <summary>
/// Takes from a name what does not matter where names are compared: case, accents, blanks, dots, commas, apostrophes, hyphens, and
/// which of several ways of Unicode it is written in.
/// </summary>
/// <remarks>
/// <para>As compatibility decomposition (NFKD) and case folding give it, from the library's own <see cref="FoldingTable"/>, less
/// the marks of Latin, Greek and Cyrillic and the vowel points of Hebrew and Arabic. Marks that make other letters, such as
/// those of kana and of the scripts of India, stay, in one order. Letters that Unicode does not take apart lose their stroke
/// or ligature: ł is l, æ is ae, ß is ss.</para>
/// <para>What is folded, folds to itself; it is for comparing, not for showing.</para>
/// </remarks>
internal static class NameFolding
{
    /// <summary>The buffer in which nearly every name fits.</summary>
    public const int UsualLength = 256;

    // What is dropped of ASCII, beside control characters: _ and - are hyphens, ` and ' apostrophes.
    public const string Dropped = " .,'`-_";

    private static readonly SearchValues<char> FoldedAscii = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(static unit => (char)unit).Where(static unit => !char.IsAsciiLetterUpper(unit) && !Dropped.Contains(unit, StringComparison.Ordinal))]);

    /// <summary>The folded name; the very same where it is folded already.</summary>
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

    /// <summary>Whether something holds of the folded name. Allocates nothing for a name of the usual length.</summary>
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

    /// <summary>A number that names which fold to the same have in common, in this process.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isNone">Whether a folded name is none.</param>
    /// <returns>Null for none.</returns>
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
