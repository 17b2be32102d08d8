using System.Text;
using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.ConsoleSample.Import;

namespace HospitalityMemory.ConsoleSample.Tests.Import;

public sealed class BookingFileTests
{
    private const string Text = "stay_id,user_id,check_in,city\n";

    [Theory]
    [InlineData(".csv.gz")]
    [InlineData(".csv")]
    public async Task A_gzip_file_is_unpacked_whatever_its_name(string extension)
    {
        using var file = TemporaryFile.Of(TemporaryFile.Zip(Text), extension);

        Assert.Equal(Text, await ReadAsync(file.Path));
    }

    [Theory]
    [InlineData(".csv.gz")]
    [InlineData(".csv")]
    public async Task A_plain_file_is_read_as_it_is_whatever_its_name(string extension)
    {
        using var file = TemporaryFile.Of(Encoding.UTF8.GetBytes(Text), extension);

        Assert.Equal(Text, await ReadAsync(file.Path));
    }

    [Fact]
    public async Task The_position_reaches_the_length_when_all_is_read()
    {
        using var file = TemporaryFile.Of(TemporaryFile.Zip(Text), ".gz");
        await using var opened = BookingFile.Open(file.Path);
        using var reader = new StreamReader(opened.Content);

        await reader.ReadToEndAsync();

        Assert.Equal(new FileInfo(file.Path).Length, opened.Length);
        Assert.Equal(opened.Length, opened.Position);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<UserErrorException>(() => BookingFile.Open("no-such-file.csv"));

        Assert.Equal("There is no file no-such-file.csv.", error.Message);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        var error = Assert.Throws<UserErrorException>(() => BookingFile.Open(Path.GetTempPath()));

        Assert.Contains("cannot be read", error.Message);
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var file = BookingFile.Open(path);
        using var reader = new StreamReader(file.Content);
        return await reader.ReadToEndAsync();
    }
}
