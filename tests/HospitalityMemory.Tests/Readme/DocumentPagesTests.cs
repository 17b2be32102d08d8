using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HospitalityMemory.Tests.Readme;

/// <summary>The README and the pages of docs lead somewhere, and say what they answer.</summary>
public sealed partial class DocumentPagesTests
{
    /// <summary>Where the repository is shown, as the packages say it.</summary>
    private static readonly string RepositoryUrl = XDocument
        .Load(Path.Combine(RepositoryRoot.Find(), "Directory.Build.props")).Descendants("RepositoryUrl").Single().Value;

    public static TheoryData<string> Pages() => [.. DocumentPages.OfDocs(), "CHANGELOG.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page) =>
        AssertNone(DocumentPages.Links(DocumentPages.Read(page)).Select(link => DocumentPages.Problem(page, link)).OfType<string>());

    public static TheoryData<string> Readmes() => [.. DocumentPages.Readmes()];

    /// <summary>A README is shown with its package too, where a relative link would lead nowhere.</summary>
    [Theory]
    [MemberData(nameof(Readmes))]
    public void Every_link_of_a_README_is_absolute_and_leads_somewhere(string page)
    {
        var links = DocumentPages.Links(DocumentPages.Read(page));

        Assert.True(links.Count > (page is "README.md" ? 20 : 1), $"Only {links.Count} links were found.");
        AssertNone(links.Select(link => ProblemOfReadme(page, link)).OfType<string>());
    }

    [Fact]
    public void Each_package_has_a_README_but_the_core_which_shows_the_repositorys() =>
        Assert.Equal(Directory.GetDirectories(Path.Combine(RepositoryRoot.Find(), "src")).Length, DocumentPages.Readmes().Count());

    [Fact]
    public void Every_page_is_linked_by_another_one()
    {
        var linked = DocumentPages.Links(DocumentPages.Read("README.md")).Select(InRepository).OfType<string>()
            .Concat(DocumentPages.OfDocs().SelectMany(page => DocumentPages.Links(DocumentPages.Read(page))
                .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'))
                .Select(link => Normalized($"{Path.GetDirectoryName(page)}/{link.Split('#')[0]}"))))
            .ToHashSet();

        AssertNone(DocumentPages.OfDocs().Where(page => !linked.Contains(page)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_begins_with_the_question_that_it_answers(string page)
    {
        var begins = DocumentPages.Read(page).ReplaceLineEndings("\n").Split("\n\n").Take(2);

        Assert.True(page is "CHANGELOG.md" || begins.Any(paragraph => paragraph.Contains('?', StringComparison.Ordinal)), $"{page} does not begin with a question.");
    }

    [Fact]
    public void Every_setting_is_on_the_page_of_settings()
    {
        var page = DocumentPages.Read("docs/settings.md");
        string[] expected =
        [
            .. typeof(HospitalityMemoryOptions).GetProperties().Select(option => option.Name).Except(["ShortTerm", "LongTerm"]),
            .. typeof(ShortTermMemoryOptions).GetProperties().Select(option => $"ShortTerm:{option.Name}"),
            .. typeof(LongTermMemoryOptions).GetProperties().Select(option => $"LongTerm:{option.Name}"),
        ];

        Assert.All(expected, option => Assert.Matches($"`{option}[`:]", page));
    }

    /// <summary>The sources of the stores and learners are read, because these tests do not see their packages.</summary>
    [Fact]
    public void Every_setting_of_the_other_packages_is_on_the_page_of_settings()
    {
        var page = DocumentPages.Read("docs/settings.md");
        var options = Directory.GetDirectories(Path.Combine(RepositoryRoot.Find(), "src"), "HospitalityMemory.*")
            .Where(package => Path.GetFileName(package) is not "HospitalityMemory")
            .Select(package => Path.Combine(package, "Settings"))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*Options.cs"))
            .SelectMany(file => Option().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .ToList();

        Assert.True(options.Count >= 15, $"Only {options.Count} options were found.");
        Assert.All(options, option => Assert.Matches($"[`:]{option}`", page));
    }

    [Theory]
    [InlineData("## Time & place, `code` twice", "time--place-code-twice")]
    [InlineData("# What the [market](learning.md) says", "what-the-market-says")]
    [InlineData("## Hot\n## Hot", "hot-1")]
    public void Anchors_are_made_as_where_pages_are_shown(string markdown, string expected) =>
        Assert.Contains(expected, DocumentPages.Anchors(markdown));

    [Theory]
    [InlineData("no-such-page.md")]
    [InlineData("slots.md#no-such-heading")]
    [InlineData("#no-such-heading")]
    public void A_link_that_leads_nowhere_is_noticed(string link) => Assert.NotNull(DocumentPages.Problem("docs/names.md", link));

    [Fact]
    public void Links_are_found_in_text_and_in_definitions_and_not_in_code() => Assert.Equal(
        ["a.md", "b.png", "c.md"],
        DocumentPages.Links("[a](a.md) ![b](b.png) `[x](x.md)`\n```csharp\n[y](y.md)\n```\n[c]: c.md\n"));

    private static string? ProblemOfReadme(string page, string link) => InRepository(link) is not { } path
        ? $"{page}: {link} is not an address below {RepositoryUrl}"
        : DocumentPages.Problem("README.md", path);

    /// <summary>The path of an address of the repository; null for any other address.</summary>
    private static string? InRepository(string link)
    {
        var raw = RepositoryUrl.Replace("https://github.com/", "https://raw.githubusercontent.com/", StringComparison.Ordinal);
        var start = new[] { $"{RepositoryUrl}/blob/main/", $"{RepositoryUrl}/tree/main/", $"{raw}/main/" }
            .FirstOrDefault(start => link.StartsWith(start, StringComparison.Ordinal));
        return start is null ? null : link[start.Length..];
    }

    private static string Normalized(string path)
    {
        var root = RepositoryRoot.Find();
        return Path.GetRelativePath(root, Path.Combine(root, path)).Replace('\\', '/');
    }

    private static void AssertNone(IEnumerable<string> problems)
    {
        var found = problems.ToList();
        Assert.True(found.Count is 0, string.Join('\n', found));
    }

    [GeneratedRegex(@"public [\w?<>]+ (?<name>\w+) \{ get; set; \}")]
    private static partial Regex Option();
}
