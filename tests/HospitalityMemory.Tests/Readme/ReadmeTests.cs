using System.Text.RegularExpressions;

namespace HospitalityMemory.Tests.Readme;

/// <summary>
/// Every C# block of the README and of the pages of docs stands, line by line, in a file of a folder of this name, of whichever test
/// project, which is compiled and run.
/// </summary>
public sealed partial class ReadmeTests
{
    private static readonly Dictionary<string, int> KnownBlocks = new()
    {
        ["docs/agents.md"] = 8,
        ["docs/conversations.md"] = 7,
        ["docs/importing.md"] = 2,
        ["docs/learning.md"] = 2,
        ["docs/migrating.md"] = 1,
        ["docs/names.md"] = 3,
        ["docs/operating.md"] = 3,
        ["docs/settings.md"] = 3,
        ["docs/slots.md"] = 4,
        ["docs/stores.md"] = 3,
        ["docs/writing-a-learner.md"] = 3,
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_snippet_is_code_that_compiles(string page, int least)
    {
        var root = RepositoryRoot.Find();
        var sources = Directory.GetDirectories(Path.Combine(root, "tests"), "HospitalityMemory*.Tests")
            .Select(project => Path.Combine(project, "Readme"))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs"))
            .Select(file => WithoutIndents(File.ReadAllText(file)))
            .ToList();
        var snippets = Snippet().Matches(File.ReadAllText(Path.Combine(root, page)))
            .Select(match => WithoutIndents(match.Groups["code"].Value))
            .ToList();

        Assert.True(snippets.Count >= least, $"Only {snippets.Count} C# blocks were found.");
        Assert.All(snippets, snippet => Assert.True(
            sources.Exists(source => source.Contains(snippet, StringComparison.Ordinal)), $"{page} has this block, which no test compiles:\n{snippet}"));
    }

    /// <summary>The README, and each page of docs, with the least number of blocks that it is known to have.</summary>
    public static TheoryData<string, int> Pages()
    {
        var pages = new TheoryData<string, int>();
        foreach (var readme in DocumentPages.Readmes())
        {
            pages.Add(readme, readme is "README.md" ? 2 : 1);
        }

        foreach (var page in DocumentPages.OfDocs())
        {
            pages.Add(page, KnownBlocks.GetValueOrDefault(page));
        }

        return pages;
    }

    [Fact]
    public void The_pages_that_are_known_to_have_blocks_are_there() =>
        Assert.Subset(DocumentPages.OfDocs().ToHashSet(), KnownBlocks.Keys.ToHashSet());

    [Fact]
    public Task The_quick_start_does_what_it_says() => QuickStart.RunAsync();

    [Fact]
    public Task Two_guests_who_are_merged_are_told_as_it_says() => Merging.MergeAsync();

    [Fact]
    public Task A_message_that_is_sent_again_does_what_it_says() => Conversations.SendAgainAsync();

    [Fact]
    public Task Messages_that_are_edited_do_what_they_say() => Conversations.EditAsync();

    [Fact]
    public Task Sessions_with_a_lifetime_of_their_own_do_what_they_say() => Conversations.LiveAsync();

    [Fact]
    public Task The_custom_field_does_what_it_says() => CustomField.RunAsync();

    [Fact]
    public Task The_custom_learner_and_analyzer_do_what_they_say() => CustomLearner.RunAsync();

    [Fact]
    public Task Slots_from_an_agent_do_what_they_say() => SlotsFromAnAgent.RunAsync();

    [Fact]
    public Task The_settings_do_what_they_say() => Settings.RunAsync();

    private static string WithoutIndents(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Snippet();
}
