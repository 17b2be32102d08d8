using System.Globalization;

namespace HospitalityMemory;

/// <summary>
/// What each character of Unicode folds to. The library's own table: the same on every machine, with and without ICU, and
/// with <c>InvariantGlobalization</c>. Read when the first name that is not ASCII is folded.
/// </summary>
internal static class FoldingTable
{
    /// <summary>
    /// The version of the table, which follows Unicode 15.0. It rises whenever a name folds differently than before: stored keys
    /// then no longer match the keys of the same names.
    /// </summary>
    public const int Version = 2;

    private const int PageSize = 256;
    private const int Pages = 0x110000 / PageSize;

    private static readonly ushort[]?[] Targets = new ushort[Pages][];
    private static readonly byte[]?[] Orders = new byte[Pages][];

    // All targets in one string, and where each begins. The first target is empty, for the characters that are dropped.
    private static readonly string Pool;
    private static readonly int[] Starts;

    static FoldingTable()
    {
        var pool = new Builder();
        foreach (var run in FoldingData.Folds.AsSpan().Split(' '))
        {
            pool.Add(FoldingData.Folds.AsSpan()[run]);
        }

        (Pool, Starts) = pool.Built;
        foreach (var run in FoldingData.Marks.AsSpan().Split(' '))
        {
            var text = FoldingData.Marks.AsSpan()[run];
            var (first, last, end) = RangeOf(text);
            for (var scalar = first; scalar <= last; scalar++)
            {
                (Orders[scalar / PageSize] ??= new byte[PageSize])[scalar % PageSize] = (byte)Hex(text[(end + 1)..]);
            }
        }
    }

    /// <summary>What a character folds to.</summary>
    /// <param name="scalar">The character.</param>
    /// <param name="target">What it folds to; empty where the character is dropped.</param>
    /// <returns>False where it stays what it is.</returns>
    public static bool TryFold(int scalar, out ReadOnlySpan<char> target)
    {
        var place = Targets[scalar / PageSize] is { } page ? page[scalar % PageSize] : 0;
        target = place is 0 ? default : Pool.AsSpan(Starts[place - 1], Starts[place] - Starts[place - 1]);
        return place is not 0;
    }

    /// <summary>The place of a mark among the marks of one letter, from 1; 0 for any other character.</summary>
    public static int OrderOf(int scalar) => Orders[scalar / PageSize] is { } page ? page[scalar % PageSize] : 0;

    /// <summary>The first and the last character of a run, and where its operator stands.</summary>
    private static (int First, int Last, int End) RangeOf(ReadOnlySpan<char> run)
    {
        var end = run.IndexOfAny("=~:");
        var range = run[..end];
        var dash = range.IndexOf('-');
        return dash < 0 ? (Hex(range), Hex(range), end) : (Hex(range[..dash]), Hex(range[(dash + 1)..]), end);
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private sealed class Builder
    {
        private readonly Dictionary<string, ushort> _places = new(StringComparer.Ordinal);
        private readonly System.Text.StringBuilder _pool = new();
        private readonly List<int> _starts = [0];

        public (string Pool, int[] Starts) Built => (_pool.ToString(), [.. _starts]);

        public void Add(ReadOnlySpan<char> run)
        {
            var (first, last, end) = RangeOf(run);
            var target = run[(end + 1)..];
            if (run[end] is '=')
            {
                var place = PlaceOf(TextOf(target));
                for (var scalar = first; scalar <= last; scalar++)
                {
                    Set(scalar, place);
                }

                return;
            }

            var to = Hex(target);
            var step = run[end] is ':' ? 2 : 1;
            for (var scalar = first; scalar <= last; scalar += step, to += step)
            {
                Set(scalar, PlaceOf(char.ConvertFromUtf32(to)));
            }
        }

        private static void Set(int scalar, ushort place) => (Targets[scalar / PageSize] ??= new ushort[PageSize])[scalar % PageSize] = place;

        private static string TextOf(ReadOnlySpan<char> target)
        {
            var text = string.Empty;
            foreach (var part in target.Split('+'))
            {
                text += target[part].IsEmpty ? string.Empty : char.ConvertFromUtf32(Hex(target[part]));
            }

            return text;
        }

        private ushort PlaceOf(string target)
        {
            // Where folding yields a character that is dropped in ASCII, it is dropped here too. The wide comma is one example.
            target = string.Concat(target.Where(static unit => !NameFolding.Dropped.Contains(unit, StringComparison.Ordinal)));
            if (!_places.TryGetValue(target, out var place))
            {
                _pool.Append(target);
                _starts.Add(_pool.Length);
                place = (ushort)(_starts.Count - 1);
                _places.Add(target, place);
            }

            return place;
        }
    }
}
