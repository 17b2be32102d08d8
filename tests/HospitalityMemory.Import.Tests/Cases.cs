using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace HospitalityMemory.Import.Tests;

/// <summary>Files for tests, in memory, and what a reader makes of them.</summary>
internal static class Cases
{
    public const string Header = "stay_id,user_id,check_in,city,check_out,price,currency,guests,property_type,amenities,guest_rating,booked_at\n";

    public static BookingFile File(string text) => File(Encoding.UTF8.GetBytes(text));

    public static BookingFile File(byte[] content) => BookingFile.Of("file", () => new MemoryStream(content, writable: false));

    public static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }

    public static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return buffer.ToArray();
    }

    public static Task<List<ImportedBooking>> ReadAsync(string text, BookingFileOptions? options = null) => ReadAsync(File(text), options);

    public static async Task<List<ImportedBooking>> ReadAsync(BookingFile file, BookingFileOptions? options = null)
    {
        var reader = await BookingFileReader.OpenAsync(file, options ?? new());
        return await reader.ReadAsync().ToListAsync();
    }

    public static async Task<ImportQuestion> AskedAsync(string text, BookingFileOptions? options = null)
    {
        var exception = await Assert.ThrowsAsync<ImportQuestionException>(() => BookingFileReader.OpenAsync(File(text), options ?? new()).AsTask());
        return Assert.Single(exception.Questions);
    }

    public static BookingFileOptions With(string mapping) => new() { Mapping = BookingMapping.FromJson(mapping) };

    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Why a row is refused, or what is missing from its booking.</summary>
    public static string Problems(this ImportedBooking row) => string.Join("; ", row.Problems.Select(problem => problem.Message));
}
