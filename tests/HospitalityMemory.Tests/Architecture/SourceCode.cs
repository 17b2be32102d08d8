using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HospitalityMemory.Tests.Architecture;

/// <summary>The use of one type by another. Nested types count as the type around them.</summary>
/// <param name="From">The using type.</param>
/// <param name="FromPath">The file of the use.</param>
/// <param name="To">The type that is used.</param>
/// <param name="ToPath">The file, or one of the files, of that type.</param>
/// <param name="Place">The first use: file and line.</param>
internal sealed record TypeUse(string From, string FromPath, string To, string ToPath, string Place);

/// <summary>Sources of the repository, compiled in order to find the type that each name means.</summary>
internal sealed class SourceCode
{
    // The usings that ImplicitUsings adds.
    private const string GlobalUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly ImmutableArray<CSharpCompilation> _compilations;

    public SourceCode(IEnumerable<SourceProject> projects, string core)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse);
        var usings = CSharpSyntaxTree.ParseText(GlobalUsings, options);
        var alone = projects.ToDictionary(project => project.Name, Compile);
        var coreAlone = alone[core].ToMetadataReference();
        foreach (var name in alone.Keys.Where(name => name != core).ToList())
        {
            alone[name] = alone[name].AddReferences(coreAlone);
        }

        // Each project sees all others, whatever its project file says: forbidden uses must resolve too.
        _compilations =
        [
            .. alone.Select(project => project.Value
                .RemoveReferences(project.Key == core ? [] : [coreAlone])
                .AddReferences(alone.Where(other => other.Key != project.Key)
                    .Select(other => other.Key == core ? coreAlone : other.Value.ToMetadataReference()))),
        ];

        CSharpCompilation Compile(SourceProject project) => CSharpCompilation.Create(
            project.Name,
            [usings, .. project.Files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path))],
            project.Libraries,
            new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    public IEnumerable<SyntaxTree> Trees => _compilations.SelectMany(TreesOf);

    /// <summary>Why the sources could not be understood: a library is missing, or they do not compile.</summary>
    public IEnumerable<string> UnknownTypes() => _compilations
        .SelectMany(compilation => compilation.GetDeclarationDiagnostics())
        .Where(diagnostic => diagnostic.Id is "CS0234" or "CS0246" or "CS0012" or "CS0103")
        .Select(diagnostic => diagnostic.ToString());

    /// <summary>Each use of a type of these sources by another of them, once for each pair and file.</summary>
    public IEnumerable<TypeUse> Uses() => _compilations.AsParallel().AsOrdered().SelectMany(UsesIn);

    /// <summary>Each declaration of a type with the type's name, including nested types.</summary>
    public IEnumerable<(string Type, BaseTypeDeclarationSyntax Part)> Parts() =>
        from compilation in _compilations
        from tree in TreesOf(compilation)
        let model = compilation.GetSemanticModel(tree)
        from part in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        select (model.GetDeclaredSymbol(part)!.ToDisplayString(), part);

    public static string PlaceOf(SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}:{node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1}";

    private static IEnumerable<SyntaxTree> TreesOf(Compilation compilation) => compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    private static IEnumerable<TypeUse> UsesIn(CSharpCompilation compilation)
    {
        foreach (var tree in TreesOf(compilation))
        {
            var model = compilation.GetSemanticModel(tree);
            var seen = new HashSet<(ISymbol, ISymbol)>(SymbolPairs.Instance);
            foreach (var declaration in OutermostTypes(tree.GetRoot()))
            {
                var from = model.GetDeclaredSymbol(declaration)!;
                foreach (var node in declaration.DescendantNodes().Where(CanUse))
                {
                    if (TypeBehind(model, node) is { } to
                        && FileOf(to) is { } path
                        && !SymbolEqualityComparer.Default.Equals(from, to)
                        && seen.Add((from, to)))
                    {
                        yield return new(from.Name, tree.FilePath, to.Name, path, PlaceOf(node));
                    }
                }
            }
        }
    }

    private static IEnumerable<MemberDeclarationSyntax> OutermostTypes(SyntaxNode root) => root
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>Whether a node is a name (of a type, a call, an attribute), or calls a member without naming it.</summary>
    private static bool CanUse(SyntaxNode node) => node
        is SimpleNameSyntax
        or ImplicitObjectCreationExpressionSyntax
        or ConstructorInitializerSyntax
        or ElementAccessExpressionSyntax
        or BinaryExpressionSyntax
        or PrefixUnaryExpressionSyntax
        or CastExpressionSyntax;

    private static INamedTypeSymbol? TypeBehind(SemanticModel model, SyntaxNode node)
    {
        var info = model.GetSymbolInfo(node);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type?.OriginalDefinition;
    }

    private static string? FileOf(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences is [var first, ..] && first.SyntaxTree.FilePath is { Length: > 0 } path ? path : null;

    private sealed class SymbolPairs : IEqualityComparer<(ISymbol From, ISymbol To)>
    {
        public static SymbolPairs Instance { get; } = new();

        public bool Equals((ISymbol From, ISymbol To) x, (ISymbol From, ISymbol To) y) =>
            SymbolEqualityComparer.Default.Equals(x.From, y.From) && SymbolEqualityComparer.Default.Equals(x.To, y.To);

        public int GetHashCode((ISymbol From, ISymbol To) obj) => HashCode.Combine(
            SymbolEqualityComparer.Default.GetHashCode(obj.From), SymbolEqualityComparer.Default.GetHashCode(obj.To));
    }
}
