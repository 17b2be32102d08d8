namespace HospitalityMemory.Import;

/// <summary>
/// Makes valid JSON of the words that Python's json module writes for numbers that are none. NaN, Infinity and -Infinity become an empty
/// text, filled up with blanks to the same length. An empty text says nothing.
/// </summary>
internal sealed class PythonNumbers(Stream inner) : ForwardStream
{
    private const int BufferLength = 32 * 1024;

    private static readonly byte[][] Words = ["NaN"u8.ToArray(), "-Infinity"u8.ToArray(), "Infinity"u8.ToArray()];

    private readonly byte[] _bytes = new byte[BufferLength];
    private int _served;
    private int _done;
    private int _end;
    private bool _isAtEnd;
    private bool _isInText;
    private bool _isEscaped;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_served == _done && !_isAtEnd && !buffer.IsEmpty)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, _done - _served);
        _bytes.AsMemory(_served, count).CopyTo(buffer);
        _served += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Reads on. The bytes at the end of a read may be the beginning of a word. They are held back and looked at again with what follows.
    /// </summary>
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var held = _end - _done;
        _bytes.AsSpan(_done, held).CopyTo(_bytes);
        var read = await inner.ReadAsync(_bytes.AsMemory(held), cancellationToken).ConfigureAwait(false);
        (_served, _end, _isAtEnd) = (0, held + read, read is 0);
        _done = Replace(_bytes.AsSpan(0, _end), _isAtEnd);
    }

    /// <returns>How many bytes are done. The rest may be the beginning of a word.</returns>
    private int Replace(Span<byte> bytes, bool isAtEnd)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] is (byte)'\n')
            {
                // No text of JSON has a line end in it. A line that is broken must not turn the following ones inside out.
                (_isInText, _isEscaped) = (false, false);
            }
            else if (_isInText)
            {
                (_isInText, _isEscaped) = (_isEscaped || bytes[i] is not (byte)'"', !_isEscaped && bytes[i] is (byte)'\\');
            }
            else if (bytes[i] is (byte)'"')
            {
                _isInText = true;
            }
            else if (bytes[i] is (byte)'N' or (byte)'I' or (byte)'-')
            {
                var length = ReplaceWord(bytes[i..]);
                if (length < 0 && !isAtEnd)
                {
                    return i;
                }

                i += Math.Max(length - 1, 0);
            }
        }

        return bytes.Length;
    }

    /// <returns>The length of the word that was replaced; 0 if there was none, -1 if the bytes may be the beginning of one.</returns>
    private static int ReplaceWord(Span<byte> bytes)
    {
        var mayBegin = false;
        foreach (var word in Words)
        {
            if (bytes.StartsWith(word))
            {
                bytes[..word.Length].Fill((byte)' ');
                "\"\""u8.CopyTo(bytes);
                return word.Length;
            }

            mayBegin |= bytes.Length < word.Length && word.AsSpan().StartsWith(bytes);
        }

        return mayBegin ? -1 : 0;
    }
}
