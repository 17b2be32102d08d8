using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Readme;

/// <summary>The blocks of docs/names.md, and its tables.</summary>
public sealed class NamesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "names.md"));

    [Fact]
    public async Task The_blocks_do_what_they_say()
    {
        var services = new ServiceCollection();

        // snippet
        services.AddHospitalityMemory(options =>
        {
            options.LongTerm.Synonyms.Cities["NYC"] = "New York City";
            options.LongTerm.Synonyms.Amenities["WLAN"] = "";           // stands for itself again
        });
        // end of snippet

        services.AddSingleton<INameCanonicalizer, Exonyms>();
        await using var provider = services.BuildServiceProvider();

        // snippet
        var names = provider.GetRequiredService<NameRules>();
        Console.WriteLine(names.IsSame(NameKind.City, "Zürich", "ZURICH"));                    // True
        Console.WriteLine(names.IsSameCity("Birmingham", "UK", "Birmingham", "US"));           // False
        Console.WriteLine(names.KeyOf(NameKind.Amenity, "Free Wi-Fi"));                        // wifi
        // end of snippet

        Assert.True(names.IsSame(NameKind.City, "Zürich", "ZURICH"));
        Assert.False(names.IsSameCity("Birmingham", "UK", "Birmingham", "US"));
        Assert.Equal("wifi", names.KeyOf(NameKind.Amenity, "Free Wi-Fi"));
        Assert.True(names.IsSame(NameKind.City, "nyc", "New York City"));
        Assert.False(names.IsSame(NameKind.Amenity, "WLAN", "wifi"));
        Assert.True(names.IsSame(NameKind.City, "MUNICH", "München"));
    }

    [Fact]
    public void The_tables_have_every_synonym_that_is_built_in()
    {
        foreach (var group in TradeSynonyms.Amenities.Concat(TradeSynonyms.PropertyTypes))
        {
            Assert.Contains($"| `{group[0]}` | {string.Join(", ", group[1..].Select(name => $"`{name}`"))} |\n", Page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_synonym_is_in_two_groups()
    {
        foreach (var groups in new[] { TradeSynonyms.Amenities, TradeSynonyms.PropertyTypes, CountryNames.Groups })
        {
            string[] names = [.. groups.SelectMany(group => group.Select(NameFolding.Fold).Distinct())];

            Assert.Equal(names, names.Distinct());
        }
    }

    [Fact]
    public void The_page_names_the_version_of_the_table() =>
        Assert.Contains($"in its version {FoldingTable.Version}.", Page, StringComparison.Ordinal);

    // snippet
    internal sealed class Exonyms : INameCanonicalizer
    {
        public string? Canonicalize(NameKind kind, string name) =>
            kind is NameKind.City && name.Equals("Munich", StringComparison.OrdinalIgnoreCase) ? "München" : null;
    }
    // end of snippet
}
