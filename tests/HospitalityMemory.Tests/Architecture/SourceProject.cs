using System.Collections.Immutable;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace HospitalityMemory.Tests.Architecture;

/// <summary>One file. Its path starts at the root of the repository and has slashes.</summary>
internal sealed record SourceFile(string Path, string Text);

/// <summary>A reference from one project to another in its project file.</summary>
internal sealed record ProjectUse(string To, string Place);

/// <summary>One project of src: its sources and the libraries that it is compiled with.</summary>
internal sealed record SourceProject(string Name, ImmutableArray<SourceFile> Files)
{
    public ImmutableArray<ProjectUse> Projects { get; init; } = [];

    public ImmutableArray<MetadataReference> Libraries { get; init; } = Framework;

    /// <summary>The libraries that this test runs on.</summary>
    private static ImmutableArray<MetadataReference> Framework { get; } = ReadFramework();

    /// <summary>The projects of src as they are on disk.</summary>
    public static ImmutableArray<SourceProject> LoadAll(string root) =>
    [
        .. Directory.GetFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(project => Load(root, project)),
    ];

    private static SourceProject Load(string root, string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var sources = Directory.GetFiles(Path.GetDirectoryName(project)!, "*.cs", SearchOption.AllDirectories)
            .Select(file => new SourceFile(Relative(file), File.ReadAllText(file)))
            .OrderBy(file => file.Path, StringComparer.Ordinal);
        var projects = XDocument.Load(project, LoadOptions.SetLineInfo)
            .Descendants("ProjectReference")
            .Select(reference => new ProjectUse(
                Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!),
                $"{Relative(project)}:{((IXmlLineInfo)reference).LineNumber}"));
        return new(name, [.. sources])
        {
            Projects = [.. projects],
            Libraries = [.. Framework, .. ReadPackages(Path.Combine(root, "artifacts", "obj", name, "project.assets.json"))],
        };

        string Relative(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
    }

    private static ImmutableArray<MetadataReference> ReadFramework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var managed = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. managed.Where(file => Path.GetDirectoryName(file) == folder).Select(Reference)];
    }

    /// <summary>
    /// The packages that a project was restored with. The project of these tests refers to it, so the file exists wherever the
    /// tests were built.
    /// </summary>
    private static IEnumerable<MetadataReference> ReadPackages(string assets)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(assets));
        var restored = document.RootElement;
        var folders = restored.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var libraries = restored.GetProperty("libraries");
        var packages = restored.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject();
        var compiled =
            from package in packages
            where package.Value.TryGetProperty("compile", out _) && package.Value.GetProperty("type").GetString() is "package"
            from file in package.Value.GetProperty("compile").EnumerateObject()
            where file.Name.EndsWith(".dll", StringComparison.Ordinal)
            let path = Path.Combine(libraries.GetProperty(package.Name).GetProperty("path").GetString()!, file.Name)
            select folders.Select(folder => Path.Combine(folder, path)).First(File.Exists);
        return [.. compiled.Select(Reference)];
    }

    private static MetadataReference Reference(string file) => MetadataReference.CreateFromFile(file);
}
