using System.Text;
using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Formats;

/// <summary>
/// Profiles of other systems, such as the Python module. A bad field of a booking costs neither the booking nor the profile.
/// </summary>
public sealed class ForeignProfileTests
{
    private const string Stay = "\"booking_id\":\"b\",\"city\":\"Miami\",\"check_in\":\"2025-03-15\"";

    /// <summary>A field as it is written, the value that the booking gets, and the problem that is reported.</summary>
    public static TheoryData<string, string, string?> Fields { get; } = new()
    {
        { "\"guests\":2.0", "\"guests\":2", null },
        { "\"guests\":\"2\"", "\"guests\":2", null },
        { "\"guests\":null", "", null },
        { "\"guests\":\"\"", "", null },
        { "\"guests\":0", "\"imported_guests\":0", "guests is 0; 1 to 1000 are allowed. It was dropped." },
        { "\"guests\":2.5", "\"imported_guests\":2.5", "guests is \"2.5\"; it must be a whole number. It was dropped." },
        { "\"guests\":99999999999", "\"imported_guests\":99999999999", "guests is \"99999999999\"; it must be a whole number. It was dropped." },
        { "\"guests\":{\"adults\":2}", "\"imported_guests\":{\"adults\":2}", "guests is \"{\"adults\":2}\"; it must be text or a number. It was dropped." },
        { "\"guests\":5,\"adults\":2,\"children\":1", "\"guests\":3,\"adults\":2,\"children\":1,\"imported_guests\":5", "guests is 5, but there are 2 adults and 1 child. It was taken as 3." },
        { "\"rooms\":-1", "\"imported_rooms\":-1", "rooms is -1; 1 to 1000 are allowed. It was dropped." },
        { "\"price\":450", "\"price_per_night\":450", null },
        { "\"price\":\"120.50\"", "\"price_per_night\":120.50", null },
        { "\"price\":\"120.50 EUR\"", "\"price_per_night\":120.50,\"currency\":\"EUR\"", null },
        { "\"price\":0", "\"price_per_night\":0", null },
        { "\"price\":null", "", null },
        { "\"price\":\"abc\"", "\"imported_price\":\"abc\"", "price is \"abc\"; it must be a number. It was dropped." },
        { "\"price\":-5", "\"imported_price\":-5", "price is -5; 0 to 1000000000 is allowed. It was dropped." },
        { "\"price_per_night\":\"120.50\"", "\"price_per_night\":120.50", null },
        { "\"price_per_night\":0", "\"price_per_night\":0", null },
        { "\"price_per_night\":true,\"price\":80", "\"price_per_night\":80,\"imported_price_per_night\":true", "price_per_night is \"true\"; it must be text or a number. It was dropped." },
        { "\"price_per_night\":70,\"price\":\"a lot\"", "\"price_per_night\":70,\"price\":\"a lot\"", null },
        { "\"total_price\":\"300\",\"currency\":\"eur\"", "\"total_price\":300,\"currency\":\"EUR\"", null },
        { "\"guest_rating\":9", "\"imported_guest_rating\":9", "guest_rating is 9; 1 to 5 is allowed. It was dropped." },
        { "\"guest_rating\":\"4.5\"", "\"guest_rating\":4.5", null },
        { "\"guest_rating\":\"good\"", "\"imported_guest_rating\":\"good\"", "guest_rating is \"good\"; it must be a number. It was dropped." },
        { "\"check_out\":\"2025-03-15\"", "\"check_out\":\"2025-03-15\"", null },
        { "\"check_out\":\"2025-03-18T11:00:00\"", "\"check_out\":\"2025-03-18\"", null },
        { "\"check_out\":\"2025-03-14\"", "\"imported_check_out\":\"2025-03-14\"", "check_out is before check-in. It was dropped." },
        { "\"check_out\":\"March 18th\"", "\"imported_check_out\":\"March 18th\"", "check_out is \"March 18th\"; it must be a date written as yyyy-MM-dd. It was dropped." },
        { "\"booked_at\":\"2025-01-01\"", "\"booked_at\":\"2025-01-01T00:00:00Z\"", null },
        { "\"booked_at\":\"yesterday\"", "\"imported_booked_at\":\"yesterday\"", "booked_at is \"yesterday\"; it must be a day as yyyy-MM-dd or a time in ISO 8601. It was dropped." },
        { "\"booked_at\":1735732800", "\"imported_booked_at\":1735732800", "booked_at is \"1735732800\"; it must be a day as yyyy-MM-dd or a time in ISO 8601. It was dropped." },
        { "\"amenities\":null", "", null },
        { "\"amenities\":\"pool; wifi\"", "\"amenities\":[\"pool\",\"wifi\"]", null },
        { "\"amenities\":[\"pool\",7]", "\"amenities\":[\"pool\"],\"imported_amenities\":[\"pool\",7]", "amenities is \"[\"pool\",7]\"; it must be a list of texts. It was taken as the texts in it." },
        { "\"amenities\":[\"pool\",null]", "\"amenities\":[\"pool\"],\"imported_amenities\":[\"pool\",null]", "amenities is \"[\"pool\",null]\"; it must be a list of texts. It was taken as the texts in it." },
        { "\"amenities\":{\"pool\":true}", "\"imported_amenities\":{\"pool\":true}", "amenities is \"{\"pool\":true}\"; it must be a list of texts. It was dropped." },
        { "\"country\":[\"US\"]", "\"imported_country\":[\"US\"]", "country is \"[\"US\"]\"; it must be text or a number. It was dropped." },
        { "\"channel\":17", "\"channel\":\"17\"", null },
        { "\"time_zone\":\"EST5 or so\"", "\"imported_time_zone\":\"EST5 or so\"", "time_zone is not the IANA id of a time zone, such as Europe/Vienna. It was dropped." },
        { "\"status\":\"Canceled\"", "\"status\":\"cancelled\"", null },
        { "\"status\":\"\"", "", null },
        { "\"origin\":\"web\"", "\"imported_origin\":\"web\"", "origin is not the origin of a record. It was dropped." },
        { "\"teaches\":\"no\"", "\"imported_teaches\":\"no\"", "teaches is not true or false. It was dropped." },
        { "\"sequence\":-1", "\"imported_sequence\":-1", "sequence is no number that counts from 1. It was dropped." },
        { "\"guests\":\"2\",\"origin\":{\"kind\":\"import\"},\"teaches\":false,\"sequence\":3,\"view\":\"sea\"", "\"guests\":2,\"origin\":{\"kind\":\"import\"},\"teaches\":false,\"sequence\":3,\"view\":\"sea\"", null },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_is_not_as_it_should_be_costs_neither_booking_nor_profile(string written, string expected, string? told)
    {
        var problems = new List<BookingProblem>();

        var profile = UserProfile.FromJson(Profile($"{{{Stay},{written}}}"), problems);

        var booking = Assert.Single(profile.BookingHistory);
        Assert.Equal($"{{{Stay}{(expected is "" ? "" : ",")}{expected}}}", Json(booking));
        Assert.Equal(told is null ? [] : [told], problems.Select(problem => problem.ToString()));
        Assert.All(problems, problem => Assert.Equal("b", problem.BookingId));
        Assert.Equal("kept", profile.AdditionalFields.GetString("favourite"));

        // After it is written again, there is nothing left to report.
        problems.Clear();
        Assert.Equal(profile.ToJson(), UserProfile.FromJson(profile.ToJson(), problems).ToJson());
        Assert.Empty(problems);
    }

    [Fact]
    public void A_currency_that_is_none_takes_its_prices_along()
    {
        var problems = new List<BookingProblem>();

        var profile = UserProfile.FromJson(Profile($"{{{Stay},\"price\":2,\"total_price\":6,\"currency\":\"BTC\"}}"), problems);

        var booking = Assert.Single(profile.BookingHistory);
        Assert.Equal((null, null, null), (booking.PricePerNight, booking.TotalPrice, booking.Currency));
        Assert.Equal(["currency", "price", "total_price"], problems.Select(problem => problem.Field));
        Assert.Equal(
            ("BTC", 2m, 6m),
            (booking.AdditionalFields.GetString("imported_currency"), booking.AdditionalFields.GetDecimal("imported_price"), booking.AdditionalFields.GetDecimal("imported_total_price")));
    }

    [Theory]
    [InlineData("{\"booking_id\":\"b\",\"city\":\"Miami\",\"check_in\":\"2025-03-15\",\"status\":\"pending\"}", "status is none; booked, cancelled or no_show is allowed", "b")]
    [InlineData("{\"booking_id\":\"b\",\"city\":\"Miami\",\"check_in\":\"2025-03-15\",\"status\":2}", "status is none; booked, cancelled or no_show is allowed", "b")]
    [InlineData("{\"booking_id\":\"b\",\"check_in\":\"2025-03-15\"}", "city is missing, or no text", "b")]
    [InlineData("{\"booking_id\":\"b\",\"city\":\"Miami\",\"check_in\":\"03/04/2025\"}", "check_in can be read in two ways: 2025-03-04 or 2025-04-03? It must be a date written as yyyy-MM-dd", "b")]
    [InlineData("{\"booking_id\":7,\"city\":\"Miami\",\"check_in\":\"2025-03-15\"}", "booking_id is missing, or no text", null)]
    [InlineData("{\"booking_id\":\"\",\"city\":\"Miami\",\"check_in\":\"2025-03-15\"}", "booking_id is empty", null)]
    [InlineData("null", "booking_history has an entry that is no object", null)]
    public void What_is_no_booking_is_kept_apart_and_costs_no_other(string written, string told, string? bookingId)
    {
        var problems = new List<BookingProblem>();

        var profile = UserProfile.FromJson(Profile($"{{{Stay.Replace("\"b\"", "\"good\"", StringComparison.Ordinal)}}},{written}", "\"unread_bookings\":[1],"), problems);

        Assert.Equal("good", Assert.Single(profile.BookingHistory).BookingId);
        Assert.Equal(($"{told}. It was taken as no booking; the profile keeps it in unread_bookings.", bookingId), (Assert.Single(problems).ToString(), problems[0].BookingId));
        Assert.True(profile.AdditionalFields.TryGetJson("unread_bookings", out var unread));
        Assert.Equal($"[1,{written}]", unread.GetRawText());
        Assert.Equal(profile.ToJson(), UserProfile.FromJson(profile.ToJson()).ToJson());
    }

    [Fact]
    public void A_check_in_with_a_time_is_a_day() =>
        Assert.Equal(
            new DateOnly(2025, 3, 15),
            Assert.Single(UserProfile.FromJson(Profile("{\"booking_id\":\"b\",\"city\":\"Miami\",\"check_in\":\"2025-03-15T15:00:00\"}")).BookingHistory).CheckIn);

    [Theory]
    [InlineData("\"guests\":0")]
    [InlineData("\"guests\":\"2\"")]
    [InlineData("\"status\":\"pending\"")]
    [InlineData("\"amenities\":[7]")]
    public void What_this_library_wrote_is_read_strictly(string field)
    {
        var json = Profile($"{{{Stay},{field}}}", "\"travel_record\":{\"bookings\":1},");
        var problems = new List<BookingProblem>();

        Assert.Throws<CorruptDataException>(() => UserProfile.FromJson(json, problems));
        Assert.Throws<CorruptDataException>(() => MemoryJson.ReadBooking(Encoding.UTF8.GetBytes($"{{{Stay},{field}}}")));

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("\"consent\":\"maybe\",", "$.consent")]
    [InlineData("\"schema_version\":0,", "$.schema_version")]
    public void Another_fault_of_the_profile_is_told_as_before(string field, string path)
    {
        var problems = new List<BookingProblem>();

        var error = Assert.Throws<CorruptDataException>(() => UserProfile.FromJson(Profile($"{{{Stay},\"guests\":\"many\"}}", field), problems));

        Assert.Contains($" at {path}: ", error.Message, StringComparison.Ordinal);
        Assert.Empty(problems);
        Assert.Throws<SchemaVersionException>(() => UserProfile.FromJson(Profile($"{{{Stay},\"guests\":\"many\"}}", "\"schema_version\":2,")));
        Assert.Throws<CorruptDataException>(() => UserProfile.FromJson(Profile("{}").Replace("[{}]", "7", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_reader_of_a_profile_takes_it_alike()
    {
        var json = Profile($"{{{Stay},\"guests\":\"2\",\"price\":\"abc\"}}");
        var options = new JsonSerializerOptions();
        options.AddHospitalityMemory();
        var expected = UserProfile.FromJson(json).ToJson();
        var utf8 = Encoding.UTF8.GetBytes(json);

        var read = (UserProfile)JsonSerializer.Deserialize($" {json} ", options.GetTypeInfo(typeof(UserProfile)))!;

        Assert.Equal(expected, read.ToJson());
        Assert.Equal(expected, MemoryJson.ReadProfile(utf8).ToJson());
        Assert.Equal(expected, MemoryJson.ReadProfileState(utf8, []).ToJson());
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize(Profile("{}").Replace("[{}]", "7", StringComparison.Ordinal), options.GetTypeInfo(typeof(UserProfile))));
    }

    private static string Profile(string bookings, string fields = "") =>
        $"{{\"user_id\":\"u\",\"created_at\":\"2025-01-01T12:00:00\",{fields}\"favourite\":\"kept\",\"booking_history\":[{bookings}]}}";

    /// <summary>The JSON of a booking within a profile, which has the booking's number and origin.</summary>
    private static string Json(Booking booking) => JsonText.Serialize(BookingJson.From(booking), MemoryJsonContext.Default.BookingJson);
}
