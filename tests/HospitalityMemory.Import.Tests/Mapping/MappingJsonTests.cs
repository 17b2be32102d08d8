namespace HospitalityMemory.Import.Tests.Mapping;

public sealed class MappingJsonTests
{
    [Fact]
    public void A_mapping_survives_its_json()
    {
        var mapping = BookingMapping.FromJson(
            """
            {
              "name": "ours", "headers": ["A", "B"],
              "fields": {
                "guest": { "columns": ["A", "B"], "hash": true },
                "city": { "column": "C", "values": { "x": "Rome" }, "value": "Oslo" },
                "check_in": ["y", "m", "d"],
                "check_out": { "column": "D", "dates": "dd/MM/yyyy" },
                "price": null,
                "guest_rating": { "column": "R", "scale": 10, "decimal": "comma" }, // the hotel's own
              },
              "extras": { "room": "Room" }, "dates": "MM/dd/yyyy", "decimal": "point", "currency": "EUR",
            }
            """);

        var again = BookingMapping.FromJson(mapping.ToJson());

        Assert.Equal(mapping.ToJson(), again.ToJson());
        Assert.Equal(("ours", "MM/dd/yyyy", "point", "EUR"), (again.Name, again.Dates, again.Decimals, again.Currency));
        Assert.True(again.Fields["guest"].Hash);
        Assert.Equal(["A", "B"], again.Fields["guest"].Columns);
        Assert.Equal(("Oslo", "Rome"), (again.Fields["city"].Value, again.Fields["city"].Values["X"]));
        Assert.Equal((10m, "comma"), (again.Fields["guest_rating"].Scale, again.Fields["guest_rating"].Decimals));
        Assert.Empty(again.Fields["price"].Columns);
        Assert.Equal("Room", again.Extras["room"]);
    }

    [Theory]
    [InlineData("{", "The mapping is no JSON.")]
    [InlineData("[]", "The mapping: the mapping must be an object.")]
    [InlineData("""{ "feilds": {} }""", "The mapping: feilds is not known;")]
    [InlineData("""{ "fields": { "prize": "P" } }""", "The mapping: fields.prize is no field; the fields are guest, city,")]
    [InlineData("""{ "fields": { "price": { "colum": "P" } } }""", "The mapping: fields.price.colum is not known;")]
    [InlineData("""{ "fields": { "price": 7 } }""", "The mapping: fields.price must be an object.")]
    [InlineData("""{ "fields": { "guest": { "hash": "yes" } } }""", "The mapping: fields.guest.hash must be true or false.")]
    [InlineData("""{ "dates": "long ago" }""", "The mapping: dates is no form of dates;")]
    [InlineData("""{ "decimal": "dot" }""", "The mapping: decimal is no decimal sign;")]
    [InlineData("""{ "fields": { "guest_rating": { "scale": 0 } } }""", "The mapping: fields.guest_rating.scale must be a number above 1")]
    public void What_is_wrong_in_a_mapping_is_said_with_its_place(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => BookingMapping.FromJson(json)).Message);

    [Fact]
    public void Of_two_mappings_the_other_wins()
    {
        var one = BookingMapping.FromJson("""{ "fields": { "guest": "A", "city": "C" }, "currency": "EUR", "dates": "dd/MM/yyyy" }""");

        var both = one.With(BookingMapping.FromJson("""{ "fields": { "guest": "B" }, "currency": "USD" }"""));

        Assert.Equal(["B"], both.Fields["guest"].Columns);
        Assert.Equal(["C"], both.Fields["city"].Columns);
        Assert.Equal(("USD", "dd/MM/yyyy"), (both.Currency, both.Dates));
    }

    [Fact]
    public void All_presets_can_be_read_and_say_by_which_columns_they_are_found()
    {
        Assert.True(BookingMapping.Presets.Count >= 4);
        Assert.All(BookingMapping.Presets, preset => Assert.True(preset is { Headers.Count: > 0, Name: not null }));
    }

    [Theory]
    [InlineData("Check-In Date", "check_in")]
    [InlineData("ARRIVAL", "check_in")]
    [InlineData("Reservation No.", "booking_id")]
    [InlineData("# of guests", "guests")]
    [InlineData("Nightly rate", "price")]
    [InlineData("Total Amount", "total_price")]
    [InlineData("Cancellation date", "cancelled_at")]
    public void Columns_are_known_by_the_names_that_systems_give_them(string column, string field) =>
        Assert.Equal([column], ColumnNames.Find([column], _ => false)[field].Columns);
}
