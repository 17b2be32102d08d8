using System.Buffers;
using System.Text;

namespace HospitalityMemory;

/// <summary>A name that is being folded. It uses the caller's buffer, and a rented one where that is too small.</summary>
internal ref struct FoldedText(Span<char> buffer)
{
    private Span<char> _buffer = buffer;
    private char[]? _rented;
    private int _length;

    public readonly ReadOnlySpan<char> Text => _buffer[.._length];

    public void Append(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var unit = name[i];
            if (char.IsAscii(unit))
            {
                AppendAscii(unit);
            }
            else if (char.IsHighSurrogate(unit) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
            {
                AppendFolded(char.ConvertToUtf32(unit, name[++i]));
            }
            else if (char.IsSurrogate(unit))
            {
                // Half of a surrogate pair is no character, so there is nothing to fold.
                Insert(_length, unit);
            }
            else
            {
                AppendFolded(unit);
            }
        }
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private void AppendAscii(char unit)
    {
        if (char.IsAsciiLetterUpper(unit))
        {
            Insert(_length, (char)(unit | 0x20));
        }
        else if (!char.IsControl(unit) && !NameFolding.Dropped.Contains(unit, StringComparison.Ordinal))
        {
            Insert(_length, unit);
        }
    }

    private void AppendFolded(int scalar)
    {
        if (FoldingTable.TryFold(scalar, out var target))
        {
            foreach (var rune in target.EnumerateRunes())
            {
                AppendScalar(rune.Value);
            }
        }
        else if (scalar is >= 0xAC00 and <= 0xD7A3)
        {
            // A syllable of Hangul is two or three letters (chapter 3.12 of the Unicode standard).
            var (vowels, finals) = Math.DivRem(scalar - 0xAC00, 28);
            Insert(_length, (char)(0x1100 + (vowels / 21)));
            Insert(_length, (char)(0x1161 + (vowels % 21)));
            if (finals is not 0)
            {
                Insert(_length, (char)(0x11A7 + finals));
            }
        }
        else
        {
            AppendScalar(scalar);
        }
    }

    /// <summary>A mark is sorted in among the marks of its letter, which makes the order of typing irrelevant.</summary>
    private void AppendScalar(int scalar)
    {
        var place = _length;
        if (FoldingTable.OrderOf(scalar) is > 0 and var order)
        {
            while (place > 0
                && Rune.DecodeLastFromUtf16(_buffer[..place], out var last, out var units) is OperationStatus.Done
                && FoldingTable.OrderOf(last.Value) > order)
            {
                place -= units;
            }
        }

        if (scalar <= char.MaxValue)
        {
            Insert(place, (char)scalar);
            return;
        }

        var rune = new Rune(scalar);
        Span<char> pair = stackalloc char[2];
        rune.EncodeToUtf16(pair);
        Insert(place, pair[1]);
        Insert(place, pair[0]);
    }

    private void Insert(int place, char unit)
    {
        if (_length == _buffer.Length)
        {
            Grow();
        }

        if (place < _length)
        {
            _buffer[place.._length].CopyTo(_buffer[(place + 1)..]);
        }

        _buffer[place] = unit;
        _length++;
    }

    private void Grow()
    {
        var larger = ArrayPool<char>.Shared.Rent(2 * _buffer.Length);
        Text.CopyTo(larger);
        Dispose();
        _buffer = _rented = larger;
    }
}
