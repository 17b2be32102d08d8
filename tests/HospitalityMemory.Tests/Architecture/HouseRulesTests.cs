using System.Collections.Frozen;

namespace HospitalityMemory.Tests.Architecture;

/// <summary>
/// Tests the rules on small houses of a few lines. Each breach is found and named; correct code is not reported.
/// </summary>
public sealed class HouseRulesTests
{
    private const string Type = "namespace App; public sealed class";

    private static readonly House Small = new()
    {
        Core = "App",
        Floors = [["Top"], ["Left", "Right"], ["Leaf", "Twig"]],
        Packages = new Dictionary<string, FrozenSet<string>> { ["App.One"] = [], ["App.Two"] = [] }.ToFrozenDictionary(),
    };

    private static readonly SourceProject[] Right =
    [
        Core(
            ("Top/Door.cs", $"{Type} Door {{ public Room Open() => new(); public int Size => Twig.Size; }}"),
            ("Left/Room.cs", $"{Type} Room {{ public int Width {{ get; }} = Leaf.Size; }}"),
            ("Right/Hall.cs", $"{Type} Hall;"),
            ("Leaf/Leaf.cs", $"{Type} Leaf {{ public const int Size = Twig.Size; }}"),
            ("Twig/Twig.cs", $"{Type} Twig {{ public const int Size = 1; }}")),
        Package("App.One", ("One.cs", "namespace App.One; public sealed class First { public Door Door { get; } = new(); }")),
        Package("App.Two", ("Two.cs", "namespace App.Two; internal sealed class Second { public static int Size => 2; }")),
    ];

    [Fact]
    public void What_points_down_is_right()
    {
        Assert.Empty(AgainstTheOrder(Right));
        Assert.Empty(HouseRules.Pairs(Small, Uses(Right)));
        Assert.Empty(new SourceCode(Right, "App").UnknownTypes());
    }

    [Theory]
    [InlineData("new Hall();")]
    [InlineData("typeof(Hall);")]
    [InlineData("nameof(Hall);")]
    [InlineData("Enumerable.Empty<Hall>();")]
    public void A_use_across_a_floor_is_found_however_it_is_written(string use) => Assert.Equal(
        ["src/App/Left/Room.cs:1: Room (in Left) uses Hall (in Right): Left and Right lie on one floor and do not see each other."],
        AgainstTheOrder(With("Left/Room.cs", $"{Type} Room {{ public object Thing => {use} }}")));

    [Fact]
    public void A_use_that_points_up_is_found_where_no_name_says_so()
    {
        var projects = With(
            "Leaf/Leaf.cs",
            $$"""
            {{Type}} Leaf
            {
                public int Size(dynamic door) => 1;

                public int Length(Twig twig) => twig.Measured();
            }
            """);
        projects = With(projects, "Top/Door.cs", $"{Type} Door; public static class Measures {{ public static int Measured(this Twig twig) => 1; }}");

        Assert.Equal(["src/App/Leaf/Leaf.cs:5: Leaf (in Leaf) uses Measures (in Top): Top lies above Leaf."], AgainstTheOrder(projects));
    }

    [Fact]
    public void All_breaches_are_named_at_once_and_each_pair_of_types_once()
    {
        var projects = With("Left/Room.cs", $"{Type} Room {{ Hall A => new(); Hall B => new(); Door C => new Door(); }}");

        Assert.Equal(["Room (in Left) uses Door (in Top)", "Room (in Left) uses Hall (in Right)"], AgainstTheOrder(projects).Select(Arrow).Order());

        static string Arrow(string violation) => violation.Split(": ")[1];
    }

    [Fact]
    public void A_package_that_uses_what_is_anothers_own_is_found_and_so_is_the_core_that_uses_a_package()
    {
        var projects = With(
            "Left/Room.cs", $"{Type} Room {{ public object Thing => new App.One.First(); }}");
        projects[1] = Package("App.One", ("One.cs", "namespace App.One; public sealed class First { public int Size => App.Two.Second.Size; }"));

        Assert.Equal(
            [
                "src/App/Left/Room.cs:1: Room (in Left) uses First (in App.One): the core sees no package.",
                "src/App.One/One.cs:1: First (in App.One) uses Second (in App.Two): a package sees the core only, never another.",
            ],
            AgainstTheOrder(projects));
    }

    [Fact]
    public void A_project_that_refers_to_another_is_found_before_it_uses_it_and_one_that_may_is_not()
    {
        SourceProject[] projects = [.. Right];
        projects[1] = projects[1] with { Projects = [new("App", "One.csproj:3"), new("App.Two", "One.csproj:4")] };

        Assert.Equal(
            ["One.csproj:4: App.One refers to the project App.Two: a package sees the core only, never another."],
            AgainstTheOrder(projects));
        Assert.Empty(HouseRules.AgainstTheOrder(
            Small with { Packages = new Dictionary<string, FrozenSet<string>> { ["App.One"] = ["App.Two"], ["App.Two"] = [] }.ToFrozenDictionary() },
            projects,
            Uses(projects)));
    }

    [Fact]
    public void A_folder_without_a_place_is_found_and_so_is_a_place_without_a_folder()
    {
        var projects = With("Cellar/Barrel.cs", $"{Type} Barrel;");
        projects = With(projects, "Stray.cs", $"{Type} Stray;");
        projects = [.. projects.Where(project => project.Name is not "App.Two"), Package("App.Three", ("A.cs", "class A;"))];

        Assert.Equal(
            ["App", "App.Three", "App.Two", "Cellar"],
            AgainstTheOrder(projects).Select(violation => violation.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_folders_that_use_each_other_are_found_each_way_with_its_place()
    {
        var projects = With("Twig/Twig.cs", $"{Type} Twig {{ public const int Size = 1; Leaf Leaf => null; }}");

        Assert.Empty(AgainstTheOrder(projects));
        Assert.Equal(
            [
                "Leaf and Twig use each other: src/App/Leaf/Leaf.cs:1: Leaf (in Leaf) uses Twig (in Twig), and "
                    + "src/App/Twig/Twig.cs:1: Twig (in Twig) uses Leaf (in Leaf).",
            ],
            HouseRules.Pairs(Small, Uses(projects)));
    }

    [Fact]
    public void A_type_is_as_large_as_all_its_parts_together()
    {
        var half = "namespace App; public partial class Big\n{\n" + string.Concat(Enumerable.Repeat("\n", 148)) + "}";
        var fits = With(With("Left/Big.cs", half), "Left/Big.More.cs", half.Replace("\n\n\n", "\n\n", StringComparison.Ordinal));
        var tooLarge = With(With("Left/Big.cs", half), "Left/Big.More.cs", half);

        Assert.Empty(HouseRules.LargeTypes(Small, new(fits, "App")));
        Assert.Equal(
            ["src/App/Left/Big.cs:1: Big has 302 lines over all its parts; 300 are allowed."],
            HouseRules.LargeTypes(Small, new(tooLarge, "App")));
        Assert.Empty(HouseRules.LargeTypes(
            Small with { LargeTypes = new Dictionary<string, string> { ["Big"] = "is a test" }.ToFrozenDictionary() }, new(tooLarge, "App")));
        Assert.Equal(
            ["Big needs no exception any more: take it out of House.LargeTypes."],
            HouseRules.LargeTypes(
                Small with { LargeTypes = new Dictionary<string, string> { ["Big"] = "is a test" }.ToFrozenDictionary() }, new(fits, "App")));
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("/// <summary>Not split.</summary>", "", false)]
    [InlineData("// It runs.", "// It splits hairs.", false)]
    [InlineData("// Not split: it reads as a table.", "", true)]
    [InlineData("", "// Not split: it reads as a table.", true)]
    [InlineData("[Obsolete]\n// Not split: it reads as a table.", "", true)]
    public void A_long_method_needs_a_comment_that_says_why(string above, string within, bool isEnough)
    {
        var lines = string.Concat(Enumerable.Repeat("    x++;\n", 40));
        var projects = With("Left/Room.cs", $"{Type} Room\n{{\n{above}\npublic void Run(int x)\n{{\n{within}\n{lines}}}\n}}");

        var found = HouseRules.LongMethods(Small, new(projects, "App")).ToList();

        Assert.Equal(isEnough ? [] : ["Room.Run has 44 lines and 1 branches"], found.Select(text => text.Split(": ")[1].Split(';')[0]));
    }

    [Theory]
    [InlineData("x is 1 || x is 2 || x is 3 || x is 4 || x is 5 || x is 6 || x is 7 || x is 8 || x is 9 || x is 10", 0)]
    [InlineData("x is 1 || x is 2 || x is 3 || x is 4 || x is 5 || x is 6 || x is 7 || x is 8 || x is 9 || x is 10 || x is 11", 1)]
    [InlineData("x switch { 1 => true, 2 => true, 3 => true, 4 => true, 5 => true, 6 => true, 7 when x > 0 => true, 8 => x > 1 ? true : false, _ => false }", 1)]
    public void A_method_has_ten_branches_at_most(string expression, int found) => Assert.Equal(
        found,
        HouseRules.LongMethods(Small, new(With("Left/Room.cs", $"{Type} Room {{ bool Is(int x) => {expression}; }}"), "App")).Count());

    [Fact]
    public void A_library_that_is_missing_is_told()
    {
        var unknown = new SourceCode(With("Left/Room.cs", $"{Type} Room {{ Elsewhere.Thing Thing => null; }}"), "App").UnknownTypes();

        Assert.Contains("Elsewhere", Assert.Single(unknown), StringComparison.Ordinal);
    }

    private static List<string> AgainstTheOrder(SourceProject[] projects) => [.. HouseRules.AgainstTheOrder(Small, projects, Uses(projects))];

    private static List<TypeUse> Uses(SourceProject[] projects) => [.. new SourceCode(projects, "App").Uses()];

    private static SourceProject[] With(string path, string text) => With(Right, path, text);

    /// <summary>The projects with one file of the core added or replaced.</summary>
    private static SourceProject[] With(SourceProject[] projects, string path, string text)
    {
        var file = new SourceFile($"src/App/{path}", text);
        var others = projects[0].Files.RemoveAll(other => other.Path == file.Path);
        return [projects[0] with { Files = others.Add(file) }, .. projects[1..]];
    }

    private static SourceProject Core(params (string Path, string Text)[] files) => Package("App", files);

    private static SourceProject Package(string name, params (string Path, string Text)[] files) =>
        new(name, [.. files.Select(file => new SourceFile($"src/{name}/{file.Path}", file.Text))]);
}
