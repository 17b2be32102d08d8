#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// What .ci/run checks and no tool checks for it. Usage: dotnet run --file .ci/Verify.cs -- <check> <arguments>
//   tests     <results> <allowed> ...          no test was skipped, unless a pattern in one of the files <allowed> names it
//   coverage  <results> <assembly> <percent>   that much of the assembly's lines is covered, by all reports together
//   packages  <folder> <version>               each package holds what its consumers expect
//   sboms     <packages> <folder> <version>    the bill of materials of each package names all that the package depends on
//   licences  <objects> <list>                 what the packages bring along is released, and under a licence of those allowed;
//                                              writes all packages with their licences to the file <list>

using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var problems = args switch
{
    ["tests", var results, .. var allowed] => CheckTests(results, allowed),
    ["coverage", var results, var assembly, var percent] =>
        CheckCoverage(results, assembly, double.Parse(percent, CultureInfo.InvariantCulture)),
    ["packages", var folder, var version] => CheckPackages(folder, version),
    ["sboms", var packages, var folder, var version] => CheckBills(packages, folder, version),
    ["licences", var objects, var list] => CheckLicences(objects, list),
    _ => ["unknown check; see the head of .ci/Verify.cs"],
};

foreach (var problem in problems)
{
    Console.Error.WriteLine($"error: {problem}");
}

return problems.Count == 0 ? 0 : 1;

static List<string> CheckTests(string results, string[] allowed)
{
    var patterns = allowed.SelectMany(File.ReadLines)
        .Select(line => line.Trim())
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => new Regex(line))
        .ToList();
    var logs = Directory.EnumerateFiles(results, "*.trx", SearchOption.AllDirectories)
        .Select(file => (Name: Path.GetFileName(file), Results: XDocument.Load(file).Descendants()
            .Where(e => e.Name.LocalName == "UnitTestResult")
            .Select(e => (Name: (string?)e.Attribute("testName") ?? "", Outcome: (string?)e.Attribute("outcome") ?? ""))
            .ToList()))
        .ToList();
    var outcomes = logs.SelectMany(log => log.Results).ToList();
    var skipped = outcomes.Where(o => o.Outcome is not ("Passed" or "Failed")).Select(o => o.Name).ToList();
    Console.WriteLine($"{outcomes.Count} tests, {skipped.Count} skipped");

    return [
        .. logs.Count == 0 ? [$"no test log under {results}"] : logs.Where(log => log.Results.Count == 0).Select(log => $"no test in {log.Name}"),
        .. skipped
        .Where(name => !patterns.Any(pattern => pattern.IsMatch(name)))
        .Select(name => $"skipped, and not allowed to be: {name}"),
    ];
}

// A line counts once, however many reports, classes and methods mention it. It is covered if any of them hit it.
static List<string> CheckCoverage(string results, string assembly, double percent)
{
    var reports = Directory.GetFiles(results, "coverage.cobertura.xml", SearchOption.AllDirectories);
    var hits = new Dictionary<(string File, int Line), long>();

    foreach (var report in reports.Select(path => XDocument.Load(path)))
    {
        var roots = report.Descendants("source").Select(e => e.Value).ToList();
        var classes = report.Descendants("package")
            .Where(e => (string?)e.Attribute("name") == assembly)
            .Descendants("class");

        foreach (var @class in classes)
        {
            var name = (string)@class.Attribute("filename")!;
            var file = roots.Select(root => Path.Combine(root, name)).FirstOrDefault(File.Exists) ?? name;

            foreach (var line in @class.Elements("lines").Elements("line"))
            {
                var key = (file, (int)line.Attribute("number")!);
                hits[key] = hits.GetValueOrDefault(key) + (long)line.Attribute("hits")!;
            }
        }
    }

    if (hits.Count == 0)
    {
        return [$"no line of {assembly} in the {reports.Length} coverage reports under {results}"];
    }

    var files = hits
        .GroupBy(hit => hit.Key.File)
        .Select(file =>
            (Name: Path.GetFileName(file.Key), Lines: file.Count(), Missed: file.Count(hit => hit.Value == 0)))
        .Where(file => file.Missed > 0)
        .OrderByDescending(file => file.Missed)
        .Take(10);

    foreach (var (name, lines, missed) in files)
    {
        Console.WriteLine($"  {missed,5} of {lines,5} lines not covered in {name}");
    }

    var covered = hits.Count(hit => hit.Value > 0);
    var rate = 100.0 * covered / hits.Count;
    Console.WriteLine($"{assembly}: {covered} of {hits.Count} lines covered, {rate:F1} % ({reports.Length} reports)");
    return rate >= percent ? [] : [$"{assembly} is covered to {rate:F1} % of its lines; at least {percent} % is asked"];
}

static List<string> CheckPackages(string folder, string version)
{
    var problems = new List<string>();
    var packages = Directory.GetFiles(folder, "*.nupkg");

    foreach (var id in Directory.GetFiles("src", "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension))
    {
        if (!packages.Contains(Path.Combine(folder, $"{id}.{version}.nupkg")))
        {
            problems.Add($"no package of {id} {version} in {folder}");
        }
    }

    foreach (var path in packages)
    {
        var file = Path.GetFileName(path);
        using var package = ZipFile.OpenRead(path);
        var entries = package.Entries.ToDictionary(entry => entry.FullName, entry => entry.Length);
        using var manifest = package.Entries.Single(entry => Path.GetExtension(entry.FullName) == ".nuspec").Open();
        var metadata = XDocument.Load(manifest).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        var id = Text(metadata, "id");

        Expect(Text(metadata, "version") == version, $"its version is {Text(metadata, "version")}, not {version}");
        Expect(Text(metadata, "license") == "MIT", "its licence is not the expression MIT");
        Expect(
            (string?)Child(metadata, "license")?.Attribute("type") == "expression", "its licence is not an expression");
        Expect(Text(metadata, "readme") == "README.md" && entries.ContainsKey("README.md"), "its README.md is missing");
        Expect(Text(metadata, "icon") == "icon.png" && entries.ContainsKey("icon.png"), "its icon.png is missing");
        Expect(Text(metadata, "projectUrl").StartsWith("https://", StringComparison.Ordinal), "its project URL is missing");
        Expect(
            ((string?)Child(metadata, "repository")?.Attribute("url"))?.StartsWith("https://", StringComparison.Ordinal) is true,
            "its repository URL is missing");
        Expect(Text(metadata, "releaseNotes") is { Length: > 0 }, "its release notes are missing");
        Expect(Text(metadata, "description") is not ("" or "Package Description"), "its description is missing");
        Expect(Text(metadata, "authors") is { Length: > 0 } authors && authors != id, "its authors are missing");
        Expect(Text(metadata, "tags") is { Length: > 0 }, "its tags are missing");
        Expect(entries.ContainsKey($"lib/net10.0/{id}.dll"), "its assembly is missing");
        Expect(entries.GetValueOrDefault($"lib/net10.0/{id}.xml") > 200, "its XML documentation is missing or empty");

        foreach (var dependency in metadata.Descendants().Where(e => e.Name.LocalName == "dependency"))
        {
            var (name, wanted) = ((string)dependency.Attribute("id")!, (string)dependency.Attribute("version")!);
            Expect(
                !name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal),
                $"it makes its consumers depend on the analyzer {name}");
            Expect(!wanted.Contains('-', StringComparison.Ordinal), $"it depends on {name} {wanted}, which is a prerelease");
            Expect(
                !name.StartsWith("HospitalityMemory", StringComparison.Ordinal) || wanted.Trim('[', ']', ')') == version,
                $"it depends on {name} {wanted}, not {version}");
        }

        var symbols = Path.ChangeExtension(path, ".snupkg");
        Expect(File.Exists(symbols), "its symbol package is missing");

        if (File.Exists(symbols))
        {
            using var symbolPackage = ZipFile.OpenRead(symbols);
            Expect(symbolPackage.GetEntry($"lib/net10.0/{id}.pdb") is not null, "its symbols are missing");
        }

        Console.WriteLine($"{file}: {entries.Count} entries, {new FileInfo(path).Length / 1024.0:F0} KiB");

        void Expect(bool condition, string otherwise)
        {
            if (!condition)
            {
                problems.Add($"{file}: {otherwise}");
            }
        }
    }

    return problems;

    static XElement? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    static string Text(XElement parent, string name) => Child(parent, name)?.Value.Trim() ?? "";
}

static List<string> CheckBills(string packages, string folder, string version)
{
    var problems = new List<string>();
    foreach (var path in Directory.GetFiles(packages, "*.nupkg"))
    {
        var bill = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(path)}.cdx.json");
        if (!File.Exists(bill))
        {
            problems.Add($"there is no bill of materials {bill}");
            continue;
        }

        using var package = ZipFile.OpenRead(path);
        using var manifest = package.Entries.Single(entry => Path.GetExtension(entry.FullName) == ".nuspec").Open();
        var wanted = XDocument.Load(manifest).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => (string)e.Attribute("id")!);
        using var json = JsonDocument.Parse(File.ReadAllText(bill));
        var named = json.RootElement.GetProperty("components").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        problems.AddRange(wanted.Where(id => !named.Contains(id)).Select(id => $"{bill} does not name {id}"));
        if (json.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("version").GetString() != version)
        {
            problems.Add($"{bill} is not of version {version}");
        }

        Console.WriteLine($"{Path.GetFileName(bill)}: {named.Count} components");
    }

    return problems;
}

// The packages that the projects of src bring to their consumers ship. All others only build, test and measure.
static List<string> CheckLicences(string objects, string list)
{
    HashSet<string> allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MS-PL", "PostgreSQL", "Unlicense", "0BSD"];
    var problems = new List<string>();
    var licences = new SortedDictionary<string, (string Licence, bool Ships)>(StringComparer.OrdinalIgnoreCase);
    var libraries = Directory.GetFiles("src", "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();

    foreach (var file in Directory.GetFiles(objects, "project.assets.json", SearchOption.AllDirectories))
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(file));
        var root = assets.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var isLibrary = libraries.Contains(root.GetProperty("project").GetProperty("restore").GetProperty("projectName").GetString());
        var brought = isLibrary ? Brought(root) : [];

        foreach (var library in root.GetProperty("libraries").EnumerateObject().Where(one => one.Value.GetProperty("type").GetString() == "package"))
        {
            var manifest = folders
                .Select(folder => Path.Combine(folder, library.Value.GetProperty("path").GetString()!))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.GetFiles(folder, "*.nuspec"))
                .First();
            var ships = brought.Contains(library.Name) || (licences.TryGetValue(library.Name, out var known) && known.Ships);
            licences[library.Name] = (LicenceOf(manifest), ships);
        }
    }

    foreach (var (package, (licence, ships)) in licences)
    {
        if (ships && licence.Split(" OR ").All(one => !allowed.Contains(one.Trim('(', ')'))))
        {
            problems.Add($"{package} ships, under {licence}: not one of {string.Join(", ", allowed)}");
        }

        if (ships && package.Contains('-', StringComparison.Ordinal))
        {
            problems.Add($"{package} ships, and is a prerelease");
        }
    }

    File.WriteAllLines(list, licences.Select(one => $"{(one.Value.Ships ? "ships" : "tools"),-6} {one.Value.Licence,-30} {one.Key}"));
    Console.WriteLine($"{licences.Count} packages, {licences.Count(one => one.Value.Ships)} of them ship; their licences are in {list}");
    return licences.Count == 0 ? [$"no project.assets.json with packages below {objects}"] : problems;

    // Starts at the direct references that are packed as dependencies, and follows their dependencies.
    static HashSet<string> Brought(JsonElement root)
    {
        var target = root.GetProperty("targets").EnumerateObject().First().Value;
        var all = target.EnumerateObject().ToDictionary(one => one.Name.Split('/')[0], one => one, StringComparer.OrdinalIgnoreCase);
        var framework = root.GetProperty("project").GetProperty("frameworks").EnumerateObject().First().Value;
        var waiting = new Stack<string>(framework.GetProperty("dependencies").EnumerateObject()
            .Where(one => !(one.Value.TryGetProperty("suppressParent", out var kept) && kept.GetString() == "All"))
            .Select(one => one.Name));
        var found = new HashSet<string>();

        while (waiting.TryPop(out var name))
        {
            if (all.TryGetValue(name, out var package) && found.Add(package.Name) && package.Value.TryGetProperty("dependencies", out var more))
            {
                foreach (var dependency in more.EnumerateObject())
                {
                    waiting.Push(dependency.Name);
                }
            }
        }

        return found;
    }

    static string LicenceOf(string manifest)
    {
        var metadata = XDocument.Load(manifest).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        var licence = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
        var address = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "licenseUrl");
        return (string?)licence?.Attribute("type") == "expression" ? licence!.Value
            : licence is not null ? $"file {licence.Value}"
            : address?.Value ?? "none";
    }
}
