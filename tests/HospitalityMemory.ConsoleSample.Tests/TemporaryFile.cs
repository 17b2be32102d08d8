using System.IO.Compression;

namespace HospitalityMemory.ConsoleSample.Tests;

/// <summary>A file that is deleted after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private TemporaryFile(string extension, byte[] content)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + extension);
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public static TemporaryFile Of(string content) => new(".csv", System.Text.Encoding.UTF8.GetBytes(content));

    public static TemporaryFile Of(byte[] content, string extension) => new(extension, content);

    public static byte[] Zip(string content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(content));
        }

        return buffer.ToArray();
    }

    public void Dispose() => File.Delete(Path);
}
