using System.Globalization;

namespace HospitalityMemory.Import.Tests.Documents;

/// <summary>
/// Makes profiles and sessions of the Python module, in every form that its text allows, and tells what they contain.
/// </summary>
internal sealed class PythonRecords(int seed)
{
    private static readonly string[] Cities = ["Miami", "Los Angeles", "São Paulo", "New York"];
    private static readonly string[] Amenities = ["pool", "wifi", "parking"];
    private static readonly string[] Types = ["villa", "apartment"];

    private readonly Random _random = new(seed);

    public sealed record Profile(string UserId, string Json, DateTimeOffset? CreatedAt, int Bookings, bool HasCities, bool HasRange, bool HasAmenities, string? OwnField);

    public sealed record Session(string SessionId, string Json, string? UserId, int Messages, string? City, string? CheckIn, string? Agent, bool HasBooking, string? OwnField);

    public Profile NextProfile(int number)
    {
        var userId = $"user_{number}";
        var (created, createdAt) = Moment();
        var cities = Pick(Names(Cities), """[["Miami", 3], ["Los Angeles", 1]]""", """{"Los Angeles": 1, "Miami": 3}""", "[]", "null", """[{"city": "Miami", "count": 3}]""");
        var range = Pick("""{"min": 200, "max": 600}""", """{"min": 200.0, "max": 600.0}""", """{"min": "200", "max": "600"}""", "[200, 600]", "{}", "null", """{"min": NaN, "max": NaN}""", """{"min": null, "max": null}""");
        var amenities = Pick(Names(Amenities), """{"wifi": 0.4, "pool": 0.9}""", """[["pool", 0.9]]""", "[]", "null");
        var history = Enumerable.Range(0, _random.Next(0, 4)).Select(Booking).ToList();
        var own = Pick(null, "vip_level");
        List<string?> members =
        [
            $"\"user_id\": \"{userId}\"",
            created is null ? null : $"\"created_at\": {created}",
            Pick<string?>(
                $$"""
                "preferences": {"preferred_cities": {{cities}}, "preferred_price_range": {{range}}, "preferred_amenities": {{amenities}}, "preferred_property_types": {{Pick(Names(Types), "[]", "null")}}}
                """),
            $"\"booking_history\": [{string.Join(", ", history)}]",
            Pick(
                $$"""
                "insights": {"booking_count": {{history.Count}}, "average_stay_length": {{Pick("3.2", "NaN", "null", "3")}}, "favorite_destinations": ["Miami"], "seasonal_patterns": {{Pick("{}", """{"summer": 2}""", """{"7": 2, "12": 1}""", """{"summer": ["Miami"]}""", "null")}}}
                """,
                "\"insights\": {}",
                "\"insights\": null",
                null),
            own is null ? null : $"\"{own}\": {{\"tier\": 2}}",
        ];
        return new(userId, Object(members), createdAt, history.Count, cities is not ("[]" or "null"), range.Contains("600", StringComparison.Ordinal), amenities is not ("[]" or "null"), own);
    }

    public Session NextSession(int number)
    {
        var sessionId = $"session_{number}";
        var userId = Pick(null, "user_456");
        var (created, _) = Moment();
        var agent = Pick(null, "inquiry", "availability", "booking");
        var city = Pick(null, "Miami");
        var checkIn = Pick(null, "2025-03-15");
        var messages = Enumerable.Range(0, _random.Next(0, 6)).Select(Message).ToList();
        var hasBooking = _random.Next(2) is 0;
        var own = Pick(null, "feature_flags");
        List<string?> members =
        [
            $"\"session_id\": \"{sessionId}\"",
            userId is null ? Pick(null, "\"user_id\": null") : $"\"user_id\": \"{userId}\"",
            created is null ? null : $"\"created_at\": {created}",
            Pick("\"updated_at\": \"2025-01-01T12:30:00\"", "\"updated_at\": null", null),
            Pick("\"expires_at\": \"2025-01-01T12:30:00\"", "\"expires_at\": \"2025-01-01 12:30:00.123456\"", null),
            agent is null ? Pick(null, "\"current_agent\": null", "\"current_agent\": \"\"") : $"\"current_agent\": \"{agent}\"",
            $"\"slots\": {Slots(city, checkIn)}",
            $"\"context\": {Pick("{}", """{"intent": "book", "scores": [1, 2.5]}""", "null")}",
            $"\"messages\": [{string.Join(", ", messages)}]",
            $"\"booking_data\": {(hasBooking ? """{"booking_id": "b-1", "total_price": 1500.0, "check_in_date": "2025-03-15"}""" : Pick("{}", "null"))}",
            own is null ? null : $"\"{own}\": {{\"new_flow\": true}}",
        ];
        return new(sessionId, Object(members), userId, messages.Count, city, checkIn, agent, hasBooking, own);
    }

    private string Booking(int index) => Object(
    [
        Pick(null, $"\"booking_id\": \"b-{index}\"", $"\"booking_id\": {1000 + index}", $"\"id\": \"b-{index}\""),
        $"\"{Pick("city", "destination", "location")}\": \"{Cities[_random.Next(Cities.Length)]}\"",
        $"\"{Pick("check_in_date", "check_in", "checkin_date")}\": \"2024-0{index + 1}-1{_random.Next(9)}{Pick("", "T15:00:00", " 00:00:00")}\"",
        Pick(null, $"\"check_out_date\": \"2024-0{index + 1}-25\"", "\"nights\": 3"),
        Pick(null, "\"number_of_guests\": 4", "\"guests\": \"4\"", "\"number_of_guests\": 4.0", "\"adults\": 2, \"children\": 2"),
        Pick(null, "\"price\": 210.5", "\"price_per_night\": \"210.50\"", "\"total_price\": 630", "\"price\": NaN", "\"total_amount\": 630, \"currency\": \"USD\""),
        Pick(null, "\"property_type\": \"villa\"", "\"property_type\": null"),
        Pick(null, "\"amenities\": [\"pool\", \"wifi\"]", "\"amenities\": \"pool, wifi\"", "\"amenities\": []"),
        Pick(null, "\"satisfaction\": 4.5", "\"satisfaction_score\": 5", "\"guest_rating\": null"),
        Pick(null, "\"status\": \"confirmed\"", "\"status\": \"cancelled\""),
        Pick(null, "\"budget\": 500"),
    ]);

    private string Message(int index) => Object(
    [
        $"\"role\": \"{Pick("user", "assistant", "system", "agent", "bot", "tool", "User")}\"",
        $"\"content\": {Pick($"\"I want to book a villa, said {index}\"", "\"\"", "\"NaN is no number\"", "null", """[{"type": "text", "text": "Look:"}, {"type": "image_url"}]""")}",
        Pick(null, "\"timestamp\": \"2025-01-01T12:00:01.250000\"", "\"timestamp\": 1735732801.25", "\"timestamp\": \"2025-01-01T12:00:01+00:00\""),
        Pick(null, "\"metadata\": {\"tokens\": 7}"),
    ]);

    private string Slots(string? city, string? checkIn) => city is null && checkIn is null && _random.Next(2) is 0
        ? Pick("{}", "null")
        : Object(
        [
            $"\"city\": {(city is null ? "null" : $"\"{city}\"")}",
            $"\"check_in_date\": {(checkIn is null ? "null" : $"\"{checkIn}\"")}",
            Pick(null, "\"check_out_date\": null", checkIn is null ? null : "\"check_out_date\": \"2025-03-18\""),
            Pick(null, "\"number_of_guests\": 4", "\"number_of_guests\": \"4\""),
            Pick(null, "\"budget\": 500", "\"budget\": 500.0", "\"budget\": \"500\""),
            Pick(null, "\"purpose\": \"honeymoon\""),
        ]);

    /// <summary>A time as Python writes it; sometimes none.</summary>
    private (string? Json, DateTimeOffset? Moment) Moment()
    {
        var moment = new DateTimeOffset(2025, 1, 1 + _random.Next(28), 12, 30, 0, TimeSpan.Zero);
        var day = moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return _random.Next(7) switch
        {
            0 => (null, null),
            1 => ("null", null),
            2 => ($"\"{day} 12:30:00\"", moment),
            3 => ($"\"{day}T12:30:00.000000\"", moment),
            4 => ($"\"{day}T13:30:00+01:00\"", moment),
            5 => ($"{{\"_seconds\": {moment.ToUnixTimeSeconds()}, \"_nanoseconds\": 0}}", moment),
            _ => ($"\"{day}T12:30:00\"", moment),
        };
    }

    private T Pick<T>(params ReadOnlySpan<T> forms) => forms[_random.Next(forms.Length)];

    private static string Object(IEnumerable<string?> members) => $"{{{string.Join(", ", members.OfType<string>().Select(member => member.ReplaceLineEndings(" ")))}}}";

    private static string Names(string[] names) => $"[{string.Join(", ", names.Select(name => $"\"{name}\""))}]";
}
