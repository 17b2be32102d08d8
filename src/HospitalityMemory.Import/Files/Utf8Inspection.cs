using System.Buffers;
using System.Text;

namespace HospitalityMemory.Import;

/// <summary>Tells whether bytes that come piece by piece are UTF-8.</summary>
internal sealed class Utf8Inspection
{
    private const int LongestCharacter = 4;

    private readonly byte[] _pending = new byte[LongestCharacter];
    private int _pendingCount;
    private long _broken;
    private long _wide;

    /// <summary>Whether there were bytes that no UTF-8 has.</summary>
    public bool IsBroken => _broken > 0;

    /// <summary>
    /// Whether more of the non-ASCII text is UTF-8 than is not. Text in Windows-1252 hardly ever has two neighbouring bytes that make a
    /// character of UTF-8.
    /// </summary>
    public bool IsMostlyUtf8 => _wide > _broken;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (_pendingCount > 0 && !bytes.IsEmpty)
        {
            _pending[_pendingCount++] = bytes[0];
            bytes = bytes[1..];
            var status = Rune.DecodeFromUtf8(_pending.AsSpan(0, _pendingCount), out _, out var consumed);
            if (status is OperationStatus.NeedMoreData)
            {
                continue;
            }

            Count(status, consumed);
            var rest = _pending.AsSpan(consumed, _pendingCount - consumed).ToArray();
            _pendingCount = 0;
            Scan(rest);
        }

        if (_pendingCount is 0 && !bytes.IsEmpty)
        {
            Scan(bytes);
        }
    }

    /// <summary>Ends the inspection. An incomplete character at the end counts as broken.</summary>
    public void Complete()
    {
        _broken += _pendingCount > 0 ? 1 : 0;
        _pendingCount = 0;
    }

    private void Scan(ReadOnlySpan<byte> bytes)
    {
        // Nearly every file is ASCII in nearly all of its parts. Only the others are looked at one character after the other.
        if (Ascii.IsValid(bytes))
        {
            return;
        }

        while (!bytes.IsEmpty)
        {
            if (bytes[0] < 0x80)
            {
                var wide = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                if (wide < 0)
                {
                    return;
                }

                bytes = bytes[wide..];
            }

            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            if (status is OperationStatus.NeedMoreData)
            {
                bytes.CopyTo(_pending);
                _pendingCount = bytes.Length;
                return;
            }

            Count(status, consumed);
            bytes = bytes[consumed..];
        }
    }

    private void Count(OperationStatus status, int length)
    {
        if (status is not OperationStatus.Done)
        {
            _broken++;
        }
        else if (length > 1)
        {
            _wide++;
        }
    }
}

/// <summary>Shows to an inspection what is read.</summary>
internal sealed class InspectedStream(Stream inner, Utf8Inspection inspection) : WatchedStream(inner)
{
    protected override void OnRead(ReadOnlySpan<byte> bytes, int wanted) => inspection.Take(bytes);
}
