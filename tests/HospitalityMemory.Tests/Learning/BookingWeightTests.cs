namespace HospitalityMemory.Tests.Learning;

public sealed class BookingWeightTests
{
    private static readonly Booking Bare = new() { BookingId = "", City = "", CheckIn = new(2026, 3, 1) };

    [Fact]
    public void A_booking_without_texts_has_the_weight_of_its_fields() => Assert.Equal(128, BookingWeight.Of(Bare));

    [Theory]
    [InlineData("", 0)]
    [InlineData("Rome", 4)]
    [InlineData("Zürich", 7)]
    [InlineData("京都", 6)]
    [InlineData("🏨", 4)]
    public void Each_text_weighs_its_bytes_in_UTF8(string text, int bytes)
    {
        Booking[] withOne =
        [
            Bare with { BookingId = text }, Bare with { City = text }, Bare with { Country = text }, Bare with { TimeZone = text }, Bare with { PropertyId = text },
            Bare with { PropertyType = text }, Bare with { Operator = text }, Bare with { Channel = text }, Bare with { RatePlan = text }, Bare with { Currency = text },
            Bare with { Origin = new() { Kind = OriginKind.Agent, SessionId = text } }, Bare with { Origin = new() { Kind = OriginKind.Agent, Name = text } },
        ];

        Assert.All(withOne, booking => Assert.Equal(128 + bytes, BookingWeight.Of(booking)));
        Assert.Equal(128 + (2 * (4 + bytes)), BookingWeight.Of(Bare with { Amenities = [text, text] }));
    }

    [Fact]
    public void An_additional_field_weighs_its_name_and_its_json() =>
        Assert.Equal(128 + 4 + 4 + 6, BookingWeight.Of(Bare with { AdditionalFields = JsonFields.Empty.Set("view", "lake") }));
}
