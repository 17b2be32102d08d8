namespace HospitalityMemory.Tests.Readme;

public sealed class LearningPageTests
{
    [Fact]
    public async Task The_page_lists_the_built_in_order_of_amenities()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find(), "docs", "learning.md"));
        var listed = page.Split('\n').Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..]);

        Assert.Equal(AmenityOrder.BuiltIn, string.Join(' ', listed).Split(", "));
    }
}
