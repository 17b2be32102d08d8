namespace HospitalityMemory.Import;

/// <summary>
/// Makes valid JSON of the words that Python's json module writes for numbers that are none. NaN, Infinity and -Infinity become an empty
/// text, filled up with blanks to the same length. An empty text says nothing.
/// </summary>
internal sealed class PythonNumbers(Stream inner) : ForwardStream
{
    private static readonly byte[][] Words = ["NaN"u8.ToArray(), "-Infinity"u8.ToArray(), "Infinity"u8.ToArray()];

    private readonly byte[] _held = new byte[16];
    private int _heldCount;
    private bool _isInText;
    private bool _isEscaped;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The bytes at the end of a read may be the beginning of a word. They are held back and looked at again with what follows.
        if (buffer.Length <= _held.Length)
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        int length;
        bool isAtEnd;
        do
        {
            _held.AsSpan(0, _heldCount).CopyTo(buffer.Span);
            var read = await inner.ReadAsync(buffer[_heldCount..], cancellationToken).ConfigureAwait(false);
            isAtEnd = read is 0;
            var end = _heldCount + read;
            length = Replace(buffer.Span[..end], isAtEnd);
            _heldCount = end - length;
            buffer.Span[length..end].CopyTo(_held);
        }
        while (length is 0 && !isAtEnd);

        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>How many bytes are done. The rest may be the beginning of a word.</returns>
    private int Replace(Span<byte> bytes, bool isAtEnd)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (_isInText)
            {
                (_isInText, _isEscaped) = (_isEscaped || bytes[i] is not (byte)'"', !_isEscaped && bytes[i] is (byte)'\\');
                continue;
            }

            _isInText = bytes[i] is (byte)'"';
            if (bytes[i] is (byte)'N' or (byte)'I' or (byte)'-')
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
