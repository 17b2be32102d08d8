using System.Text;

namespace HospitalityMemory.Import;

/// <summary>The encoding of a file. Readers get UTF-8, whatever it is.</summary>
internal sealed record FileText(Encoding Encoding, string Name)
{
    private const int HeadLength = 4096;

    public static FileText Utf8 { get; } = new(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), "UTF-8");

    public static FileText Windows1252 { get; } = new(CodePagesEncodingProvider.Instance.GetEncoding(1252)!, "Windows-1252");

    private static FileText Utf16 { get; } = new(Encoding.Unicode, "UTF-16");

    private static FileText Utf16BigEndian { get; } = new(Encoding.BigEndianUnicode, "UTF-16 (big-endian)");

    public bool IsUtf8 => ReferenceEquals(this, Utf8);

    /// <summary>The encoding of a name such as <c>utf-16</c> or <c>windows-1252</c>; null if the name is unknown.</summary>
    public static FileText? Named(string name)
    {
        try
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            return encoding.CodePage == Encoding.UTF8.CodePage ? Utf8 : new(encoding, encoding.WebName);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Finds UTF-16 by the first bytes: by its mark, or by the zeros that it puts into a header. Anything else is read as UTF-8 at first.
    /// </summary>
    public static async ValueTask<FileText> OfHeadAsync(BookingFile file, BookingFileOptions options, CancellationToken cancellationToken)
    {
        var content = FileContent.Open(file, options);
        await using (content.ConfigureAwait(false))
        {
            var head = new byte[HeadLength];
            var length = await content.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return OfHead(head.AsSpan(0, length));
        }
    }

    /// <summary>The content as UTF-8, without a mark at its beginning.</summary>
    public Stream AsUtf8(Stream content) => IsUtf8 ? content : Encoding.CreateTranscodingStream(content, Encoding, Utf8.Encoding);

    /// <summary>Makes all of the content valid UTF-8: broken bytes become U+FFFD. Readers of JSON do not do that themselves.</summary>
    public static Stream Repaired(Stream utf8) => Encoding.CreateTranscodingStream(utf8, Utf8.Encoding, Utf8.Encoding);

    private static FileText OfHead(ReadOnlySpan<byte> head)
    {
        switch (head)
        {
            case [0xFF, 0xFE, ..]:
                return Utf16;
            case [0xFE, 0xFF, ..]:
                return Utf16BigEndian;
        }

        // The names of columns are mostly ASCII letters, and so every second byte of UTF-16 is 0.
        var (even, odd) = (0, 0);
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] is 0)
            {
                (even, odd) = i % 2 is 0 ? (even + 1, odd) : (even, odd + 1);
            }
        }

        return odd > head.Length / 4 ? Utf16 : even > head.Length / 4 ? Utf16BigEndian : Utf8;
    }
}
