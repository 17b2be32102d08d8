using System.Text.RegularExpressions;

namespace HospitalityMemory.Tests.Architecture;

/// <summary>docs/architecture.md names only what exists, and everything that has a place.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string Docs = Path.Combine(RepositoryRoot.Find(), "docs");
    private static readonly string Page = File.ReadAllText(Path.Combine(Docs, "architecture.md"));

    [Fact]
    public void Each_file_and_folder_that_the_page_names_is_there()
    {
        var named = Link().Matches(Page).Select(match => match.Groups["path"].Value).ToList();

        Assert.True(named.Count > 80, $"Only {named.Count} links were found.");
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Docs, path)), $"{path} is not there."));
    }

    [Fact]
    public void Each_name_of_a_link_is_the_end_of_its_path() => Assert.All(
        Link().Matches(Page).Where(match => match.Groups["path"].Value.StartsWith("../src/", StringComparison.Ordinal)),
        match => Assert.EndsWith(match.Groups["name"].Value, Path.ChangeExtension(match.Groups["path"].Value, ExtensionOf(match)), StringComparison.Ordinal));

    [Fact]
    public void Each_folder_and_package_of_the_house_is_in_a_table_and_in_the_picture()
    {
        var picture = Page.Split("```")[1];

        Assert.All(House.Current.Places, place =>
        {
            Assert.Matches($@"\b{Regex.Escape(place)}\b", picture);
            Assert.Contains($"| [{place}](../src/", Page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_floors_of_the_picture_are_those_of_the_house()
    {
        var expected = House.Current.Floors.Select(floor => string.Join(" & ", floor)).ToList();
        var arrows = Floor().Matches(Page);

        Assert.Equal(expected.SkipLast(1), arrows.Select(arrow => arrow.Groups["from"].Value));
        Assert.Equal(expected.Skip(1), arrows.Select(arrow => arrow.Groups["to"].Value));
    }

    /// <summary>A type in running text is named without the extension of its file.</summary>
    private static string? ExtensionOf(Match match) =>
        Path.HasExtension(match.Groups["name"].Value) ? Path.GetExtension(match.Groups["path"].Value) : null;

    [GeneratedRegex(@"\[(?<name>[^\]]+)\]\((?<path>[^)#:]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^        (?<from>\w[\w &]*) --> (?<to>\w[\w &]*)$", RegexOptions.Multiline)]
    private static partial Regex Floor();
}
