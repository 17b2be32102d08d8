using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HospitalityMemory.Tests.Architecture;

/// <summary>Finds breaches of the rules of a house. Each answer is one line for the person who must correct it.</summary>
internal static partial class HouseRules
{
    /// <summary>
    /// Uses that point up, across a floor, or between packages; folders without a place; places without a folder.
    /// </summary>
    public static IEnumerable<string> AgainstTheOrder(House house, IReadOnlyList<SourceProject> projects, IReadOnlyList<TypeUse> uses)
    {
        var folders = projects.SelectMany(project => project.Files).Select(file => house.FolderOf(file.Path)).ToHashSet();
        var misplaced = folders.Except(house.Places).Select(folder => $"{folder} has no place in the house: give it one, in {nameof(House)}.{nameof(House.Current)}.");
        var empty = house.Places.Except(folders).Select(folder => $"{folder} has a place in the house, and is not there.");
        var references =
            from project in projects
            from reference in project.Projects
            where project.Name == house.Core || house.Objection(project.Name, reference.To) is not null && reference.To != house.Core
            select $"{reference.Place}: {project.Name} refers to the project {reference.To}: "
                + $"{house.Objection(project.Name == house.Core ? "" : project.Name, reference.To)}.";
        var arrows =
            from use in uses
            let objection = house.Objection(house.FolderOf(use.FromPath), house.FolderOf(use.ToPath))
            where objection is not null
            select $"{Shown(house, use)}: {objection}.";
        return [.. misplaced, .. empty, .. references, .. arrows];
    }

    /// <summary>Folders of the core that use each other, each way with an example.</summary>
    public static IEnumerable<string> Pairs(House house, IReadOnlyList<TypeUse> uses)
    {
        var arrows = uses.ToLookup(use => (From: house.FolderOf(use.FromPath), To: house.FolderOf(use.ToPath)));
        return
            from arrow in arrows
            where string.CompareOrdinal(arrow.Key.From, arrow.Key.To) < 0 && arrows.Contains((arrow.Key.To, arrow.Key.From))
            select $"{arrow.Key.From} and {arrow.Key.To} use each other: {Shown(house, arrow.First())}, and "
                + $"{Shown(house, arrows[(arrow.Key.To, arrow.Key.From)].First())}.";
    }

    /// <summary>Types with too many lines over all their parts, and exceptions that are no longer needed.</summary>
    public static IEnumerable<string> LargeTypes(House house, SourceCode code)
    {
        var large = code.Parts()
            .GroupBy(part => part.Type, part => part.Part)
            .Select(parts => (parts.First().Identifier.Text, Lines: parts.Sum(Lines), Place: SourceCode.PlaceOf(parts.First())))
            .Where(type => type.Lines > House.LongestType)
            .ToList();
        return
        [
            .. large.Where(type => !house.LargeTypes.ContainsKey(type.Text))
                .Select(type => $"{type.Place}: {type.Text} has {type.Lines} lines over all its parts; {House.LongestType} are allowed."),
            .. house.LargeTypes.Keys.Except(large.Select(type => type.Text)).Select(type => Needless(type, nameof(House.LargeTypes))),
        ];
    }

    /// <summary>
    /// Long or branchy methods without a comment that says why they are not split. The comment must contain the word "split", and
    /// stand right above the method or above the first statement of its body.
    /// </summary>
    public static IEnumerable<string> LongMethods(House house, SourceCode code)
    {
        var large = code.Trees
            .SelectMany(tree => tree.GetRoot().DescendantNodes().Where(IsMethod))
            .Select(method => (Node: method, Name: NameOf(method), Lines: Lines(method), Branches: Branches(method)))
            .Where(method => (method.Lines > House.LongestMethod || method.Branches > House.MostBranches) && !SaysWhy(method.Node))
            .ToList();
        return
        [
            .. large.Where(method => !house.LongMethods.ContainsKey(method.Name)).Select(method =>
                $"{SourceCode.PlaceOf(method.Node)}: {method.Name} has {method.Lines} lines and {method.Branches} branches; more than "
                + $"{House.LongestMethod} or {House.MostBranches} need a // comment on top that says why it is not split."),
            .. house.LongMethods.Keys.Except(large.Select(method => method.Name)).Select(method => Needless(method, nameof(House.LongMethods))),
        ];
    }

    private static string Shown(House house, TypeUse use) =>
        $"{use.Place}: {use.From} (in {house.FolderOf(use.FromPath)}) uses {use.To} (in {house.FolderOf(use.ToPath)})";

    private static string Needless(string name, string table) => $"{name} needs no exception any more: take it out of {nameof(House)}.{table}.";

    private static int Lines(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static bool IsMethod(SyntaxNode node) => node
        is BaseMethodDeclarationSyntax
        or AccessorDeclarationSyntax
        or LocalFunctionStatementSyntax
        or BasePropertyDeclarationSyntax;

    private static string NameOf(SyntaxNode method)
    {
        var types = method.Ancestors().OfType<BaseTypeDeclarationSyntax>().Reverse().Select(type => type.Identifier.Text);
        return $"{string.Join('.', types)}.{Own(method)}";

        static string Own(SyntaxNode method) => method switch
        {
            MethodDeclarationSyntax named => named.Identifier.Text,
            ConstructorDeclarationSyntax => "ctor",
            LocalFunctionStatementSyntax local => local.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            AccessorDeclarationSyntax accessor => $"{Own(accessor.Parent!.Parent!)}.{accessor.Keyword.Text}",
            _ => method.Kind().ToString(),
        };
    }

    /// <summary>
    /// The ways through a method: one, and one more for each decision. Local functions count by themselves, and so do the
    /// accessors of a property.
    /// </summary>
    private static int Branches(SyntaxNode method) => 1 + method
        .DescendantNodes(node => node == method || node is not (LocalFunctionStatementSyntax or AccessorDeclarationSyntax))
        .Count(IsDecision);

    private static bool IsDecision(SyntaxNode node) => node.Kind()
        is SyntaxKind.IfStatement
        or SyntaxKind.WhileStatement
        or SyntaxKind.DoStatement
        or SyntaxKind.ForStatement
        or SyntaxKind.ForEachStatement
        or SyntaxKind.ForEachVariableStatement
        or SyntaxKind.CaseSwitchLabel
        or SyntaxKind.CasePatternSwitchLabel
        or SyntaxKind.WhenClause
        or SyntaxKind.CatchClause
        or SyntaxKind.CatchFilterClause
        or SyntaxKind.ConditionalExpression
        or SyntaxKind.LogicalAndExpression
        or SyntaxKind.LogicalOrExpression
        || node is SwitchExpressionArmSyntax { Pattern: not DiscardPatternSyntax };

    private static bool SaysWhy(SyntaxNode method) => Tops(method)
        .SelectMany(top => top.GetLeadingTrivia())
        .Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && Split().IsMatch(trivia.ToString()));

    private static IEnumerable<SyntaxNodeOrToken> Tops(SyntaxNode method)
    {
        yield return method;

        // Above the name, where attributes stand between.
        if (method.ChildNodesAndTokens().FirstOrDefault(child => !child.IsKind(SyntaxKind.AttributeList)) is { RawKind: not 0 } name)
        {
            yield return name;
        }

        foreach (var body in method.ChildNodes())
        {
            switch (body)
            {
                case BlockSyntax { Statements: [var first, ..] }:
                    yield return first;
                    break;
                case ArrowExpressionClauseSyntax arrow:
                    yield return arrow.Expression;
                    break;
            }
        }
    }

    [GeneratedRegex(@"\bsplit\b", RegexOptions.IgnoreCase)]
    private static partial Regex Split();
}
