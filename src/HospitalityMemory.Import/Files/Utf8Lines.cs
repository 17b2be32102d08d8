using System.Text;

namespace HospitalityMemory.Import;

/// <summary>The lines of a stream. A line that is too long is skipped, and takes no more memory than is allowed.</summary>
internal sealed class Utf8Lines(Stream stream, int maxBytes)
{
    private const int FirstLength = 64 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[FirstLength];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The line, without its end. It is valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>The line's number, from 1.</summary>
    public long Number { get; private set; }

    public bool IsTooLong { get; private set; }

    public bool IsBlank => Current.Span.Trim(" \t\r"u8).IsEmpty;

    public string Text => Encoding.UTF8.GetString(Current.Span);

    /// <summary>Moves to the next line.</summary>
    /// <returns>False at the end.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        IsTooLong = false;
        var searched = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                return Take(searched + length, 1);
            }

            searched = _end - _start;
            if (_isAtEnd)
            {
                return searched > 0 && Take(searched, 0);
            }

            if (searched > maxBytes)
            {
                // The beginning of the line is dropped, and so is the rest of it later.
                IsTooLong = true;
                (_start, _end, searched) = (0, 0, 0);
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool Take(int length, int lineEnd)
    {
        IsTooLong |= length > maxBytes;
        var line = _buffer.AsMemory(_start, length);
        Current = Number is 0 && line.Span.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
        _start += length + lineEnd;
        Number++;
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _isAtEnd = read is 0;
        _end += read;
    }
}
