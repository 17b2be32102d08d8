namespace HospitalityMemory.Agents.Tests.Tools;

public sealed class GuestToolTests
{
    [Fact]
    public async Task What_is_known_of_a_guest_is_told_in_short()
    {
        await using var host = new GuestMemoryHost();
        await host.StaysAsync("anna", "Lisbon", "Lisbon", "Porto");
        await host.Memory.LongTerm.AddStatedPreferenceAsync("anna", new() { Kind = PreferenceKind.Other, Value = "ground floor <b>" });
        await host.Memory.LongTerm.AddStatedPreferenceAsync("anna", new() { Kind = PreferenceKind.Amenity, Value = "smoking", Avoid = true });

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.GetGuest).CallAsync("{}");

        Assert.True(answer.IsSuccess());
        Assert.True(answer.GetProperty("known").GetBoolean());
        Assert.Equal(3, answer.GetProperty("stays").GetInt32());
        Assert.Equal("""[{"kind":"amenity","value":"smoking","avoid":true},{"kind":"other","value":"ground floor (b)"}]""", answer.GetProperty("wishes").GetRawText());
        Assert.Contains(answer.GetProperty("preferences").EnumerateArray(), item => item.GetProperty("kind").GetString() is "city" && item.GetProperty("value").GetString() is "Lisbon");
        Assert.Equal("Porto", answer.GetProperty("recent_stays")[0].GetProperty("city").GetString());
        Assert.InRange(answer.GetRawText().Length, 0, 2_000);
    }

    [Fact]
    public async Task Of_a_stranger_and_of_an_anonymous_guest_nothing_is_known()
    {
        await using var host = new GuestMemoryHost();

        var stranger = await ToolCalls.Tool(host.Memory, GuestToolSet.GetGuest).CallAsync("{}");
        var anonymous = await ToolCalls.Tool(host.Memory, GuestToolSet.GetGuest, GuestMemoryHost.Anonymous).CallAsync("{}");

        Assert.True(stranger.IsSuccess() && anonymous.IsSuccess());
        Assert.False(stranger.GetProperty("known").GetBoolean());
        Assert.False(anonymous.GetProperty("known").GetBoolean());
    }

    [Fact]
    public async Task Properties_are_ordered_with_score_and_reasons()
    {
        await using var host = new GuestMemoryHost();
        await host.StaysAsync("anna", "Lisbon", "Lisbon", "Lisbon");

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.RankProperties).CallAsync(
            """{"properties":[{"id":"a","name":"Inn","city":"Oslo","price":"100","currency":"eur"},{"property_id":7,"name":"Casa","city":"Lisbon","country":"Portugal","type":"villa","amenities":["pool"],"price":120}]}""");

        Assert.True(answer.IsSuccess());
        var ranked = answer.GetProperty("ranked").EnumerateArray().ToArray();
        Assert.Equal([("7", "Casa"), ("a", "Inn")], ranked.Select(item => (item.GetProperty("id").GetString(), item.GetProperty("name").GetString())));
        Assert.True(ranked[0].GetProperty("score").GetDouble() > ranked[1].GetProperty("score").GetDouble());
        Assert.Contains("3 stays in Lisbon", ranked[0].Texts("reasons"));
    }

    [Fact]
    public async Task Properties_that_cannot_be_read_are_named_and_the_others_ranked()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.RankProperties).CallAsync(
            """{"properties":[{"name":"nameless"},{"id":"b","price":-1,"currency":"euros"},7]}""");

        Assert.True(answer.IsSuccess());
        Assert.Equal("b", Assert.Single(answer.GetProperty("ranked").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(["properties[0].id", "properties[1].price", "properties[1].currency", "properties[2].id"], answer.Problems("refused").Keys);
    }

    [Theory]
    [InlineData("BTC")]
    [InlineData("XXX")]
    [InlineData("euros")]
    public async Task A_price_in_a_currency_that_is_none_costs_no_ranking_and_is_none_in_the_default_one(string currency)
    {
        await using var host = new GuestMemoryHost();
        await host.Memory.LongTerm.AddBookingToHistoryAsync(
            "anna", new() { BookingId = "b", City = "Oslo", CheckIn = new(2025, 5, 1), PricePerNight = 100, Currency = "USD" });

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.RankProperties).CallAsync(
            $$"""{"properties":[{"id":"a","price":100,"currency":"{{currency}}"},{"id":"b","price":100,"currency":"usd"}]}""");

        Assert.True(answer.IsSuccess());
        Assert.Equal(["properties[0].currency"], answer.Problems("refused").Keys);
        var ranked = answer.GetProperty("ranked").EnumerateArray().ToDictionary(property => property.GetProperty("id").GetString()!);
        Assert.Equal(0, ranked["a"].GetProperty("reasons").GetArrayLength());
        Assert.Equal("you paid 100 USD before", ranked["b"].GetProperty("reasons")[0].GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"properties":[]}""")]
    [InlineData("""{"properties":"a"}""")]
    [InlineData("""{"properties":[{}]}""")]
    public async Task Without_properties_it_is_told_what_is_allowed(string arguments)
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.RankProperties).CallAsync(arguments);

        Assert.False(answer.IsSuccess());
        Assert.StartsWith("properties", Assert.Single(answer.Problems("errors")).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_an_anonymous_guest_the_order_stays()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.RankProperties, GuestMemoryHost.Anonymous).CallAsync("""{"properties":[{"id":"b"},{"id":"a"}]}""");

        Assert.True(answer.IsSuccess());
        Assert.Equal("""[{"id":"b"},{"id":"a"}]""", answer.GetProperty("ranked").GetRawText());
    }

    [Theory]
    [InlineData("""{"kind":"city","value":"Rome"}""", PreferenceKind.City, "Rome", false)]
    [InlineData("""{"kind":"Amenity","value":"pool","avoid":false}""", PreferenceKind.Amenity, "pool", false)]
    [InlineData("""{"kind":"propertyType","value":"hostel","avoid":"true"}""", PreferenceKind.PropertyType, "hostel", true)]
    [InlineData("""{"kind":"other","value":"quiet room"}""", PreferenceKind.Other, "quiet room", false)]
    [InlineData("""{"kind":"price_range","value":"eur","max_price":200}""", PreferenceKind.PriceRange, "EUR", false)]
    public async Task A_wish_is_remembered_and_forgotten(string arguments, PreferenceKind kind, string value, bool avoid)
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.RememberWish).CallAsync(arguments);

        Assert.True(answer.IsSuccess(), answer.GetRawText());
        var stated = Assert.Single((await host.Memory.LongTerm.GetPersonalizationContextAsync("anna")).StatedPreferences);
        Assert.Equal((kind, value, avoid), (stated.Kind, stated.Value, stated.Avoid));
        Assert.Equal(kind is PreferenceKind.PriceRange ? 200m : null, stated.PriceRange?.Max);

        answer = await ToolCalls.Tool(host.Memory, GuestToolSet.ForgetWish).CallAsync(arguments);

        Assert.True(answer.IsSuccess());
        Assert.Empty((await host.Memory.LongTerm.GetPersonalizationContextAsync("anna")).StatedPreferences);
    }

    [Theory]
    [InlineData("""{"value":"Rome"}""", "kind", "city, amenity, property_type, price_range, other")]
    [InlineData("""{"kind":"food","value":"vegan"}""", "kind", "city, amenity, property_type, price_range, other")]
    [InlineData("""{"kind":"city"}""", "value", "1 to 200")]
    [InlineData("""{"kind":"price_range","value":"EUR"}""", "max_price", "needs it")]
    [InlineData("""{"kind":"price_range","value":"EUR","max_price":"lots"}""", "max_price", "number")]
    [InlineData("""{"kind":"city","value":"Rome","avoid":"perhaps"}""", "avoid", "true or false")]
    public async Task A_wish_that_is_not_allowed_is_told_what_is(string arguments, string field, string allowed)
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.RememberWish).CallAsync(arguments);

        Assert.False(answer.IsSuccess());
        Assert.Contains(allowed, answer.Problems("errors")[field], StringComparison.Ordinal);
        Assert.Null(await host.Memory.LongTerm.GetUserProfileAsync("anna"));
    }

    [Theory]
    [InlineData("""{"kind":"price_range","value":"EUR","min_price":300,"max_price":200}""", "price_range must have")]
    [InlineData("""{"kind":"price_range","value":"EUR","avoid":true,"max_price":200}""", "avoid is not allowed")]
    [InlineData("""{"kind":"price_range","value":"euros","max_price":200}""", "value is not the ISO 4217 code")]
    public async Task What_the_memory_refuses_is_told_in_the_words_of_the_arguments(string arguments, string error)
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.RememberWish).CallAsync(arguments);

        Assert.False(answer.IsSuccess());
        Assert.StartsWith(error, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("preference.", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(host.Logged);
    }

    [Fact]
    public async Task A_wish_that_is_not_kept_is_answered_with_those_that_are()
    {
        await using var host = new GuestMemoryHost();
        await host.Memory.LongTerm.AddStatedPreferenceAsync("anna", new() { Kind = PreferenceKind.City, Value = "Rome" });

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.ForgetWish).CallAsync("""{"kind":"city","value":"Oslo"}""");

        Assert.False(answer.IsSuccess());
        Assert.Equal("""[{"kind":"city","value":"Rome"}]""", answer.GetProperty("wishes").GetRawText());
    }
}
