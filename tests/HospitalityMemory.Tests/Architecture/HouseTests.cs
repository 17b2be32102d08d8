using System.Collections.Immutable;

namespace HospitalityMemory.Tests.Architecture;

/// <summary>
/// The sources keep to the house. Sources are read, not assemblies: only a file shows which folder a type is in.
/// </summary>
public sealed class HouseTests(HouseTests.Sources sources) : IClassFixture<HouseTests.Sources>
{
    [Fact]
    public void Every_name_of_the_sources_is_understood() => AssertNone(sources.Code.UnknownTypes());

    [Fact]
    public void Folders_and_packages_use_only_what_lies_below_them() =>
        AssertNone(HouseRules.AgainstTheOrder(House.Current, sources.Projects, sources.Uses));

    [Fact]
    public void No_two_folders_use_each_other() => AssertNone(HouseRules.Pairs(House.Current, sources.Uses));

    [Fact]
    public void No_type_is_a_folder_in_disguise() => AssertNone(HouseRules.LargeTypes(House.Current, sources.Code));

    [Fact]
    public void A_long_method_says_why_it_is_not_split() => AssertNone(HouseRules.LongMethods(House.Current, sources.Code));

    private static void AssertNone(IEnumerable<string> violations)
    {
        var found = violations.ToList();
        Assert.True(found.Count is 0, $"{found.Count} in all:\n{string.Join('\n', found)}");
    }

    public sealed class Sources
    {
        public Sources()
        {
            Projects = SourceProject.LoadAll(RepositoryRoot.Find());
            Code = new(Projects, House.Current.Core);
            Uses = [.. Code.Uses()];
        }

        internal ImmutableArray<SourceProject> Projects { get; }

        internal SourceCode Code { get; }

        internal ImmutableArray<TypeUse> Uses { get; }
    }
}
