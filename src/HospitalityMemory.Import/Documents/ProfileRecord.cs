using System.Text.Json;

namespace HospitalityMemory.Import;

/// <summary>A profile of another system, as far as it can be read. A field that cannot be read costs no other field.</summary>
/// <param name="Profile">The profile, without bookings.</param>
/// <param name="Bookings">The bookings.</param>
/// <param name="Searches">The searches that no booking has answered.</param>
/// <param name="Problems">What could not be read.</param>
internal sealed record ProfileRecord(
    UserProfile Profile, IReadOnlyList<Booking> Bookings, IReadOnlyList<SearchedStay> Searches, IReadOnlyList<RecordProblem> Problems)
{
    public const string IdName = "userid";

    /// <summary>The additional field with the bookings that could not be read.</summary>
    public const string UnreadBookings = "unread_bookings";

    private const string ImportedInsights = "imported_insights";

    /// <summary>Reads a profile.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The time that is used if the record does not say one.</param>
    /// <param name="problems">Gets what could not be read.</param>
    /// <returns>Null if the record has no valid id.</returns>
    public static ProfileRecord? Read(in JsonRecord record, DateTimeOffset now, List<RecordProblem> problems)
    {
        var members = new RecordMembers(record.Element, "$", problems);
        var userId = members.Text("user_id", "uid", "id", "_id") ?? record.Key;
        if ((userId is null ? "is missing" : Identifier.Problem(userId)) is { } problem)
        {
            members.Note("user_id", problem);
            return null;
        }

        var travelRecord = members.Take("travel_record");
        members.Take("schema_version");
        var createdAt = members.Moment("created_at") ?? now;
        var updatedAt = members.Moment("updated_at") ?? createdAt;
        var profile = new UserProfile
        {
            UserId = userId!,
            CreatedAt = createdAt,
            UpdatedAt = updatedAt,
            LastActiveAt = members.Moment("last_active_at", "last_active", "last_seen") ?? updatedAt,
            Consent = ReadConsent(members),
            ConsentChangedAt = members.Moment("consent_changed_at"),
            Attributes = members.Fields("attributes"),
            StatedPreferences = StatedMembers.ReadWishes(members, problems),
        };
        var known = new RecordMembers(travelRecord ?? default, "$.travel_record", problems);
        var (bookings, unread) = ReadBookings(members.Take("booking_history", "bookings", "history"), "$.booking_history", userId!, problems);
        var (older, olderUnread) = ReadBookings(known.Take("further_stays"), "$.travel_record.further_stays", userId!, problems);
        bookings.AddRange(older);
        unread.AddRange(olderUnread);
        profile = PreferenceMembers.WithPreferences(profile, members, isOurs: travelRecord is not null);
        profile = WithInsights(profile, members, bookings.Select(static booking => booking.BookingId).Distinct(StringComparer.Ordinal).Count());
        var rest = members.Rest(static name => UnknownFields.IsKnown(name, MemoryJsonContext.Default.ProfileJson));
        return new(profile with { AdditionalFields = WithUnread(rest.Merge(profile.AdditionalFields), unread) }, bookings, StatedMembers.ReadSearches(known, problems), problems);
    }

    private static (List<Booking> Bookings, List<JsonElement> Unread) ReadBookings(
        JsonElement? history, string path, string userId, List<RecordProblem> problems) =>
        history is { } list ? HistoryBookings.Read(list, userId, path, problems) : ([], []);

    private static ConsentStatus ReadConsent(RecordMembers members) =>
        members.Take("consent", "consent_given", "marketing_consent") is { } said ? ConsentOf(said) ?? Unclear(members) : ConsentStatus.Unknown;

    /// <summary>A yes or a no, or one of the library's own words; null for anything else.</summary>
    private static ConsentStatus? ConsentOf(JsonElement said)
    {
        var word = RecordMembers.TextOf(said);
        return Enum.GetNames<ConsentStatus>().Contains(word, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<ConsentStatus>(word, ignoreCase: true)
            : PlainWords.YesOrNo(word) switch
            {
                true => ConsentStatus.Granted,
                false => ConsentStatus.Withdrawn,
                null => null,
            };
    }

    /// <summary>Nobody knows what the guest said. That counts as a no.</summary>
    private static ConsentStatus Unclear(RecordMembers members)
    {
        members.Note("consent", "is neither yes nor no, and counts as no");
        return ConsentStatus.Withdrawn;
    }

    /// <summary>
    /// Insights are computed from the bookings. If not all bookings came with the record, its own figures are kept as they are.
    /// </summary>
    private static UserProfile WithInsights(UserProfile profile, RecordMembers members, int bookings)
    {
        if (members.Take("insights") is not { } insights)
        {
            return profile;
        }

        if (insights.ValueKind is not JsonValueKind.Object)
        {
            members.Note("insights", "is no object");
            return profile;
        }

        var inner = new RecordMembers(insights, "$.insights", []);
        var count = Count(inner, members);
        var read = new UserInsights
        {
            BookingCount = count,
            StayCount = count,
            AverageStayLength = inner.Take("average_stay_length") is { } mean && RecordMembers.NumberOf(mean) is >= 0 and var nights ? (double)nights : null,
            FavoriteDestinations = inner.Names("favorite_destinations"),
        };
        return count <= bookings ? profile with { Insights = read } : profile with
        {
            Insights = read,
            AdditionalFields = profile.AdditionalFields.Set(ImportedInsights, insights),
        };
    }

    /// <summary>How many bookings the record's own figures count; 0 if they do not say.</summary>
    private static int Count(RecordMembers insights, RecordMembers members)
    {
        if (insights.Take("booking_count") is not { } value)
        {
            return 0;
        }

        if (RecordMembers.NumberOf(value) is >= 0 and <= int.MaxValue and var count)
        {
            return (int)count;
        }

        members.Note("insights.booking_count", $"is no number from 0 to {int.MaxValue}");
        return 0;
    }

    private static JsonFields WithUnread(JsonFields fields, List<JsonElement> unread) => unread.Count is 0
        ? fields
        : fields.Set(UnreadBookings, JsonElement.Parse($"[{string.Join(',', unread.Select(static booking => booking.GetRawText()))}]"));
}
