using System.Text.Json;
using System.Text.Json.Serialization;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>A profile as stored: the seed's structure, its fields always there, then what this library adds.</summary>
internal sealed class ProfileJson : IVersionedJson
{
    public required string UserId { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreferencesJson? Preferences { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<BookingJson>? BookingHistory { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InsightsJson? Insights { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }

    public DateTimeOffset? LastActiveAt { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConsentStatus? Consent { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ConsentChangedAt { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<StatedPreferenceJson>? StatedPreferences { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonFields? Attributes { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreferencesJson? ImportedPreferences { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TravelRecordJson? TravelRecord { get; set; }

    public int? SchemaVersion { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>
    /// The additional field of a profile that would be read as one of the profile's own; null for none.
    /// </summary>
    public static string? MistakableField(JsonFields additionalFields) =>
        UnknownFields.FirstKnown(additionalFields, MemoryJsonContext.Default.ProfileJson);

    /// <param name="profile">The profile.</param>
    /// <param name="isWhole">
    /// Whether to write the bookings that it holds, and preferences and insights, which are computed of them. A profile from
    /// elsewhere is written whole in any case, and unknown fields within preferences and insights with what is around them.
    /// </param>
    public static ProfileJson From(UserProfile profile, bool isWhole = true)
    {
        isWhole |= profile.Bookings.Embedded is not null;
        var withComputed = isWhole || profile.NestedFields.Count > 0;
        var stored = new ProfileJson
        {
            UserId = profile.UserId,
            CreatedAt = profile.CreatedAt,
            Preferences = withComputed ? PreferencesJson.From(profile.Preferences) : null,
            BookingHistory = isWhole ? HistoryOf(profile.Bookings) : null,
            Insights = withComputed ? InsightsJson.From(profile.Insights) : null,
            UpdatedAt = profile.UpdatedAt,
            LastActiveAt = profile.LastActiveAt,
            Consent = profile.Consent is ConsentStatus.Unknown ? null : profile.Consent,
            ConsentChangedAt = profile.ConsentChangedAt,
            StatedPreferences = profile.StatedPreferences.ToItemsOrNull(StatedPreferenceJson.From),
            Attributes = profile.Attributes is { Count: > 0 } attributes ? attributes : null,
            ImportedPreferences = profile.ImportedPreferences is { } imported ? PreferencesJson.From(imported) : null,
            TravelRecord = TravelRecordJson.FromOrNull(profile.Bookings, isWhole),
            SchemaVersion = MemoryJson.SchemaVersion,
            Unknown = UnknownFields.Write(profile.AdditionalFields, MemoryJsonContext.Default.ProfileJson),
        };
        if (profile.NestedFields.Count > 0)
        {
            ProfileNestedFields.Write(profile.NestedFields, stored);
        }

        return stored;
    }

    /// <param name="bookings">
    /// The guest's bookings, newest first, where they are kept apart from the document; null where they are in it.
    /// </param>
    public UserProfile ToRecord(IEnumerable<Booking>? bookings = null)
    {
        StoredList.ThrowIfNoId(UserId, "$.user_id");
        var history = BookingHistory.ToRecords("$.booking_history", HistoryBooking);
        var updatedAt = UpdatedAt ?? CreatedAt;
        return new UserProfile
        {
            UserId = UserId,
            CreatedAt = CreatedAt,
            UpdatedAt = updatedAt,
            LastActiveAt = LastActiveAt ?? updatedAt,
            Consent = Consent ?? ConsentStatus.Unknown,
            ConsentChangedAt = ConsentChangedAt,
            Preferences = Preferences?.ToRecord("$.preferences") ?? UserPreferences.Empty,
            Insights = Insights?.ToRecord() ?? UserInsights.Empty,
            StatedPreferences = StatedPreferences.ToRecords("$.stated_preferences", (preference, path) => preference.ToRecord(path)),
            Attributes = Attributes ?? JsonFields.Empty,
            ImportedPreferences = ImportedPreferences?.ToRecord("$.imported_preferences"),
            Bookings = TravelRecordJson.ToRecord(TravelRecord, history, bookings),
            AdditionalFields = UnknownFields.Read(Unknown),
            NestedFields = ProfileNestedFields.Read(this),
        };
    }

    /// <summary>What another system wrote is allowed as what is recorded is; what this library wrote was recorded.</summary>
    private Booking HistoryBooking(BookingJson booking, string path) => TravelRecord is null
        ? ForeignProfileJson.Checked(booking.ToRecord(path), path)
        : booking.ToRecord(path);

    private static List<BookingJson> HistoryOf(KnownBookings known) => [.. (known.Embedded ?? known.Latest).Select(BookingJson.From)];
}
