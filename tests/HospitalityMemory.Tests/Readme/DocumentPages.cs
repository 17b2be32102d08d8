using System.Text;
using System.Text.RegularExpressions;

namespace HospitalityMemory.Tests.Readme;

/// <summary>The pages that a reader gets, and what they link to.</summary>
internal static partial class DocumentPages
{
    private static readonly string Root = RepositoryRoot.Find();

    /// <summary>The pages of docs, from the root of the repository.</summary>
    public static IEnumerable<string> OfDocs() => Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Select(page => Path.GetRelativePath(Root, page).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    /// <summary>The README of the repository, and those that the packages show instead, from the root of the repository.</summary>
    public static IEnumerable<string> Readmes() => Directory.GetFiles(Path.Combine(Root, "src"), "README.md", SearchOption.AllDirectories)
        .Select(page => Path.GetRelativePath(Root, page).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)
        .Prepend("README.md");

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    /// <summary>The targets of all links and pictures of a text, code aside.</summary>
    public static IReadOnlyList<string> Links(string markdown)
    {
        var text = InlineCode().Replace(WithoutBlocks(markdown), "");
        return [.. InlineLink().Matches(text).Concat(LinkDefinition().Matches(text)).Select(match => match.Groups["target"].Value)];
    }

    /// <summary>Why a link leads nowhere; null where it leads somewhere, or out of the repository.</summary>
    /// <param name="page">The page that has the link, from the root of the repository.</param>
    /// <param name="link">A path from the page's folder, with or without an anchor, or an anchor alone.</param>
    public static string? Problem(string page, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = link.Split('#', 2);
        var target = parts[0].Length is 0 ? page : Path.GetRelativePath(Root, Path.Combine(Root, Path.GetDirectoryName(page)!, parts[0]));
        if (!Path.Exists(Path.Combine(Root, target)))
        {
            return $"{page}: {link} is not there";
        }

        return parts.Length is 1 || Anchors(Read(target)).Contains(parts[1]) ? null : $"{page}: {link} is no heading of its page";
    }

    /// <summary>The anchors that a page's headings get where it is shown.</summary>
    public static IReadOnlySet<string> Anchors(string markdown)
    {
        var anchors = new HashSet<string>();
        foreach (Match heading in Heading().Matches(WithoutBlocks(markdown)))
        {
            var anchor = Anchor(LinkedText().Replace(heading.Groups["text"].Value, "${text}"));
            var free = anchor;
            for (var i = 1; !anchors.Add(free); i++)
            {
                free = $"{anchor}-{i}";
            }
        }

        return anchors;
    }

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var character in heading.Trim().ToLowerInvariant())
        {
            if (character is ' ')
            {
                anchor.Append('-');
            }
            else if (char.IsLetterOrDigit(character) || character is '-' or '_')
            {
                anchor.Append(character);
            }
        }

        return anchor.ToString();
    }

    private static string WithoutBlocks(string markdown) => Block().Replace(markdown.ReplaceLineEndings("\n"), "");

    [GeneratedRegex("^```.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex(@"^\[[^\]\n]+\]: (?<target>\S+)$", RegexOptions.Multiline)]
    private static partial Regex LinkDefinition();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkedText();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
