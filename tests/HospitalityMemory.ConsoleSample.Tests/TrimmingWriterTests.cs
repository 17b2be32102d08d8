namespace HospitalityMemory.ConsoleSample.Tests;

public sealed class TrimmingWriterTests
{
    [Theory]
    [InlineData("a  b", "a  b")]
    [InlineData("  a \n", "  a\n")]
    [InlineData("a   \r\n   \n b ", "a\r\n\n b")]
    public void Spaces_are_left_out_at_the_end_of_lines_only(string written, string expected)
    {
        using var output = new StringWriter();
        using var writer = new TrimmingWriter(output);

        writer.Write(written);

        Assert.Equal(expected, output.ToString());
    }
}
