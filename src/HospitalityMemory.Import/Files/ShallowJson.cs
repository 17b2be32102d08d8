namespace HospitalityMemory.Import;

/// <summary>
/// Cuts off what is nested far too deep, before a parser refuses the whole file for it. A number takes its place, and blanks fill it up. The
/// record still is deeper than is allowed, and is refused alone.
/// </summary>
internal sealed class ShallowJson(Stream inner) : ForwardStream
{
    /// <summary>How many levels are left: those of a record that is too deep, and a few around it.</summary>
    public const int Levels = JsonDepth.Most + 16;

    private int _level;
    private bool _isInText;
    private bool _isEscaped;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Cut(buffer.Span[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Cut(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (LevelOf(bytes[i]) is > Levels and var level)
            {
                bytes[i] = level is Levels + 1 && bytes[i] is (byte)'[' or (byte)'{' ? (byte)'0' : (byte)' ';
            }
        }
    }

    /// <returns>The level on which a byte is. A bracket is on the level that it begins or ends.</returns>
    private int LevelOf(byte letter)
    {
        if (_isInText)
        {
            (_isInText, _isEscaped) = (_isEscaped || letter is not (byte)'"', !_isEscaped && letter is (byte)'\\');
            return _level;
        }

        _isInText = letter is (byte)'"';
        return letter switch
        {
            (byte)'[' or (byte)'{' => ++_level,
            (byte)']' or (byte)'}' => _level--,
            _ => _level,
        };
    }
}
