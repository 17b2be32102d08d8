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
            var (letter, level) = (bytes[i], _level);
            if (_isInText)
            {
                (_isInText, _isEscaped) = (_isEscaped || letter is not (byte)'"', !_isEscaped && letter is (byte)'\\');
            }
            else if (letter is (byte)'"')
            {
                _isInText = true;
            }
            else if (letter is (byte)'[' or (byte)'{')
            {
                level = ++_level;
            }
            else if (letter is (byte)']' or (byte)'}')
            {
                _level--;
            }

            if (level > Levels)
            {
                bytes[i] = level is Levels + 1 && letter is (byte)'[' or (byte)'{' ? (byte)'0' : (byte)' ';
            }
        }
    }
}
