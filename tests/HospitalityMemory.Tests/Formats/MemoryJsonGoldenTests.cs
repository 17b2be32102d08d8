using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Formats;

public sealed class MemoryJsonGoldenTests
{
    [Fact]
    public void The_Python_modules_session_is_read_as_it_stands()
    {
        var session = Session.FromJson(Golden("python-session"));

        Assert.Equal("unique_id", session.SessionId);
        Assert.Equal("optional_user_id", session.UserId);
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 12, 0, 0, TimeSpan.Zero), session.CreatedAt);
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 12, 30, 0, TimeSpan.Zero), session.ExpiresAt);
        Assert.Equal(
            new BookingSlots
            {
                City = "Miami",
                CheckInDate = new DateOnly(2025, 3, 15),
                CheckOutDate = new DateOnly(2025, 3, 18),
                NumberOfGuests = 4,
                Budget = 500,
            },
            session.Slots);
        Assert.Equal([1L, 2L, 3L], session.Messages.Select(message => message.Sequence));
        Assert.Equal([MessageRole.User, MessageRole.Assistant, MessageRole.User], session.Messages.Select(message => message.Role));
        Assert.Equal(session.CreatedAt, session.Messages[0].Timestamp);
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 12, 29, 30, 500, TimeSpan.Zero), session.Messages[2].Timestamp);
        Assert.Equal(1, session.Version);
    }

    [Fact]
    public void The_Python_modules_profile_is_read_as_it_stands()
    {
        var profile = UserProfile.FromJson(Golden("python-profile"));

        Assert.Equal("user_123", profile.UserId);
        Assert.Equal(["Miami", "Los Angeles"], profile.Preferences.PreferredCities);
        Assert.Equal(new PriceRange { Min = 200, Max = 600 }, profile.Preferences.PreferredPriceRange);
        Assert.Equal(["pool", "wifi", "parking"], profile.Preferences.PreferredAmenities);
        Assert.Equal(["villa", "apartment"], profile.Preferences.PreferredPropertyTypes);
        Assert.Equal(["b-5", "b-4"], profile.BookingHistory.Select(booking => booking.BookingId));
        Assert.Equal([450m, 210.50m], profile.BookingHistory.Select(booking => booking.PricePerNight));
        Assert.Equal(5, profile.Insights.BookingCount);
        Assert.Equal(3.2, profile.Insights.AverageStayLength);
        Assert.Equal(3, profile.Insights.SeasonalPatterns.StaysByMonth[3]);
        Assert.Equal(2, profile.Insights.SeasonalPatterns.StaysBySeason[Season.Autumn]);
        Assert.Equal([3, 11], profile.Insights.SeasonalPatterns.PeakMonths);
        Assert.Equal(profile.CreatedAt, profile.UpdatedAt);
        Assert.Equal(profile.CreatedAt, profile.LastActiveAt);
        Assert.Equal(profile.BookingHistory, profile.Bookings.Embedded);
        Assert.Equal(ConsentStatus.Unknown, profile.Consent);
    }

    [Theory]
    [InlineData("python-session")]
    [InlineData("session")]
    [InlineData("python-profile")]
    [InlineData("profile")]
    public void What_is_read_is_written_with_the_same_names_and_values(string name)
    {
        var golden = Golden(name);

        var written = name.EndsWith("session", StringComparison.Ordinal) ? Session.FromJson(golden).ToJson() : UserProfile.FromJson(golden).ToJson();

        AssertContains(JsonNode.Parse(golden)!, JsonNode.Parse(written)!, "$");
    }

    [Fact]
    public void A_session_is_written_byte_for_byte_as_documented()
    {
        var session = Session.FromJson(Golden("session"));

        Assert.Equal(Golden("session"), Indented(session.ToJson()));
        Assert.Equal(Encoding.UTF8.GetBytes(session.ToJson()), Written(session, MemoryJson.WriteSession));
    }

    [Fact]
    public void A_profile_is_written_byte_for_byte_as_documented()
    {
        var profile = UserProfile.FromJson(Golden("profile"));

        Assert.Equal(Golden("profile"), Indented(profile.ToJson()));
        Assert.Equal(Encoding.UTF8.GetBytes(profile.ToJson()), Written(profile, MemoryJson.WriteProfile));
    }

    [Fact]
    public void A_new_session_has_all_the_fields_that_the_Python_module_prints_and_no_null_else() => Assert.Equal(
        """
        {"session_id":"s","user_id":null,"created_at":"2025-01-01T12:00:00.5Z","updated_at":"2025-01-01T12:00:00.5Z",
        "expires_at":"2025-01-01T12:30:00.5Z","current_agent":null,
        "slots":{"city":null,"check_in_date":null,"check_out_date":null,"number_of_guests":null,"budget":null},
        "context":{},"messages":[],"booking_data":{},"version":1,"schema_version":1}
        """.ReplaceLineEndings(""),
        new Session
        {
            SessionId = "s",
            CreatedAt = new(2025, 1, 1, 12, 0, 0, 500, TimeSpan.Zero),
            UpdatedAt = new(2025, 1, 1, 14, 0, 0, 500, TimeSpan.FromHours(2)),
            ExpiresAt = new(2025, 1, 1, 12, 30, 0, 500, TimeSpan.Zero),
        }.ToJson());

    [Fact]
    public void A_new_profile_has_all_the_fields_that_the_Python_module_prints_and_no_null_else() => Assert.Equal(
        """
        {"user_id":"u","created_at":"2025-01-01T00:00:00Z","preferences":{"preferred_cities":[],"preferred_price_range":null,
        "preferred_amenities":[],"preferred_property_types":[]},"booking_history":[],"insights":{"booking_count":0,
        "average_stay_length":null,"favorite_destinations":[],"seasonal_patterns":{"stays_by_month":{},"stays_by_season":{},"peak_months":[]}},
        "updated_at":"2025-01-01T00:00:00Z","last_active_at":"2025-01-01T00:00:00Z","schema_version":1}
        """.ReplaceLineEndings(""),
        NewProfile().ToJson());

    [Fact]
    public void A_booking_alone_states_the_schema_and_within_a_profile_it_does_not()
    {
        var booking = new Booking { BookingId = "b", City = "\u4eac\u90fd", CheckIn = new DateOnly(2025, 3, 15), PricePerNight = 1e10m };
        var profile = NewProfile() with { Bookings = KnownBookings.FromElsewhere with { Embedded = [booking] } };
        const string Fields = """{"booking_id":"b","city":"京都","check_in":"2025-03-15","price_per_night":10000000000""";

        Assert.Equal(Fields + ",\"schema_version\":1}", Encoding.UTF8.GetString(Written(booking, MemoryJson.WriteBooking)));
        Assert.Contains(Fields + "}", profile.ToJson(), StringComparison.Ordinal);
    }

    private static UserProfile NewProfile()
    {
        var now = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new() { UserId = "u", CreatedAt = now, UpdatedAt = now, LastActiveAt = now };
    }

    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Formats", "Golden", name + ".json")).TrimEnd('\n');

    /// <summary>The same tokens on several lines, which makes a difference readable.</summary>
    private static string Indented(string json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var document = JsonDocument.Parse(json))
        using (var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions with { Indented = true, NewLine = "\n" }))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static byte[] Written<T>(T record, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(record, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Everything that was there is still there. A time may have got its Z, and a price its new name.</summary>
    private static void AssertContains(JsonNode before, JsonNode? after, string path)
    {
        switch (before)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    var kept = after!.AsObject();
                    var found = name is "price" && !kept.ContainsKey(name) ? "price_per_night" : name;
                    Assert.True(kept.ContainsKey(found), $"{path}.{found} is missing.");
                    if (value is null)
                    {
                        Assert.Null(kept[found]);
                        continue;
                    }

                    AssertContains(value, kept[found], $"{path}.{found}");
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, after!.AsArray().Count);
                for (var i = 0; i < items.Count; i++)
                {
                    AssertContains(items[i]!, after[i], $"{path}[{i}]");
                }

                break;
            default:
                var text = before.ToJsonString();
                var isTime = text.Length > 12 && text[11] is 'T' && !text.EndsWith("Z\"", StringComparison.Ordinal);
                Assert.Equal((path, isTime ? text[..^1] + "Z\"" : text), (path, after!.ToJsonString()));
                break;
        }
    }
}
