using System.Text;
using HospitalityMemory.Orchestrator.Catalogue;

namespace HospitalityMemory.Orchestrator.Tests.Catalogue;

public sealed class CatalogueTests
{
    private static readonly PropertyCatalogue Catalogue = new(CatalogueFile.Read());

    [Fact]
    public void The_file_is_what_the_recipe_makes()
    {
        using var stream = typeof(CatalogueFile).Assembly.GetManifestResourceStream("properties.csv")!;
        using var reader = new StreamReader(stream);

        Assert.Equal(CatalogueFile.Write(CatalogueRecipe.Make()), reader.ReadToEnd());
    }

    [Fact]
    public void There_are_200_properties_and_none_twice()
    {
        Assert.Equal(200, Catalogue.All.Count);
        Assert.Equal(200, Catalogue.All.Select(property => property.Id).Distinct().Count());
        Assert.Equal(200, Catalogue.All.Select(property => property.Name).Distinct().Count());
        Assert.All(Catalogue.All, property =>
        {
            Assert.InRange(property.PricePerNight, 5m, 1_000m);
            Assert.InRange(property.Rating, 1m, 5m);
            Assert.InRange(property.Capacity, 1, 10);
            Assert.Equal(property.Amenities.Count, property.Amenities.Distinct().Count());
        });
    }

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        var properties = CatalogueRecipe.Make();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(CatalogueFile.Write(properties)));

        Assert.Equivalent(properties, CatalogueFile.Read(stream), strict: true);
    }

    [Theory]
    [InlineData("id,name\n")]
    [InlineData("id,name,city,country,type,amenities,price,currency,rating,capacity\np,n,c,DE,hotel,,cheap,EUR,4,2\n")]
    public void A_file_that_is_no_catalogue_is_refused(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));

        Assert.Throws<InvalidDataException>(() => CatalogueFile.Read(stream));
    }

    [Fact]
    public void A_search_gives_only_what_fits()
    {
        var found = Catalogue.Search(new() { City = "lisbon", Guests = 3, Budget = 150, Amenities = ["WIFI"] });

        Assert.NotEmpty(found);
        Assert.All(found, property =>
        {
            Assert.Equal("Lisbon", property.City);
            Assert.True(property.Capacity >= 3);
            Assert.True(property.PricePerNight <= 150);
        });
        Assert.Empty(Catalogue.Search(new() { City = "Lisbon", Guests = 50 }));
        Assert.Empty(Catalogue.Search(new() { City = "Atlantis" }));
    }

    [Fact]
    public void A_budget_in_another_currency_is_converted()
    {
        var pounds = Catalogue.Search(new() { City = "Lisbon", Budget = 100, Currency = "GBP", Max = 100 });

        Assert.Equal(Catalogue.Search(new() { City = "Lisbon", Budget = 120, Max = 100 }), pounds);
    }
}
