using System.Text.RegularExpressions;

namespace HospitalityMemory.Tests.Readme;

/// <summary>
/// Every C# block of the README stands, line by line, in a file of a folder of this name, of whichever test project,
/// which is compiled and run.
/// </summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_snippet_is_code_that_compiles()
    {
        var root = RepositoryRoot.Find();
        var sources = Directory.GetDirectories(Path.Combine(root, "tests"), "HospitalityMemory*.Tests")
            .Select(project => Path.Combine(project, "Readme"))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs"))
            .Select(file => WithoutIndents(File.ReadAllText(file)))
            .ToList();
        var snippets = Snippet().Matches(File.ReadAllText(Path.Combine(root, "README.md")))
            .Select(match => WithoutIndents(match.Groups["code"].Value))
            .ToList();

        Assert.True(snippets.Count >= 5, $"Only {snippets.Count} C# blocks were found.");
        Assert.All(snippets, snippet => Assert.Contains(sources, source => source.Contains(snippet, StringComparison.Ordinal)));
    }

    [Fact]
    public Task The_quick_start_does_what_it_says() => QuickStart.RunAsync();

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
