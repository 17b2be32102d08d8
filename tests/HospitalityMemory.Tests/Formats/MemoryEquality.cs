namespace HospitalityMemory.Tests.Formats;

/// <summary>Whether two records hold the same; their own equality compares lists by reference.</summary>
internal static class MemoryEquality
{
    public static bool Same(Session one, Session other) =>
        (one with { Messages = MessageList.Empty }) == (other with { Messages = MessageList.Empty })
        && SameItems(one.Messages, other.Messages, Same);

    public static bool Same(SessionMessage one, SessionMessage other) =>
        (one.Role, one.Content, one.Timestamp, one.Sequence, one.Pinned, one.Agent, one.Name)
            == (other.Role, other.Content, other.Timestamp, other.Sequence, other.Pinned, other.Agent, other.Name)
        && one.ToolCallIds.SequenceEqual(other.ToolCallIds)
        && one.AdditionalFields.Equals(other.AdditionalFields);

    public static bool Same(Booking one, Booking other) =>
        (one with { Amenities = [] }) == (other with { Amenities = [] }) && one.Amenities.SequenceEqual(other.Amenities);

    public static bool Same(UserInsights one, UserInsights other) =>
        (one.BookingCount, one.StayCount, one.AverageStayLength) == (other.BookingCount, other.StayCount, other.AverageStayLength)
        && one.MedianStayLength == other.MedianStayLength
        && one.FavoriteDestinations.SequenceEqual(other.FavoriteDestinations)
        && one.SeasonalPatterns.StaysByMonth.OrderBy(pair => pair.Key).SequenceEqual(other.SeasonalPatterns.StaysByMonth.OrderBy(pair => pair.Key))
        && one.SeasonalPatterns.StaysBySeason.OrderBy(pair => pair.Key).SequenceEqual(other.SeasonalPatterns.StaysBySeason.OrderBy(pair => pair.Key))
        && one.MedianLeadTimeDays == other.MedianLeadTimeDays
        && one.UsualPartySize == other.UsualPartySize
        && one.SeasonalPatterns.DestinationsBySeason.Count == other.SeasonalPatterns.DestinationsBySeason.Count
        && one.SeasonalPatterns.DestinationsBySeason.All(season =>
            season.Value.SequenceEqual(other.SeasonalPatterns.DestinationsBySeason.GetValueOrDefault(season.Key, [])))
        && one.SeasonalPatterns.PeakMonths.SequenceEqual(other.SeasonalPatterns.PeakMonths);

    public static bool Same(KnownBookings one, KnownBookings other) =>
        (one.Embedded is null) == (other.Embedded is null)
        && SameItems(one.Embedded ?? [], other.Embedded ?? [], Same)
        && SameItems(one.Latest, other.Latest, Same)
        && SameItems(one.Window, other.Window, Same)
        && one.Searches.SequenceEqual(other.Searches)
        && (one.Latest.Total, one.Window.Total, one.EarlierLastDay, one.LastSequence, one.LearnsAfter)
            == (other.Latest.Total, other.Window.Total, other.EarlierLastDay, other.LastSequence, other.LearnsAfter);

    public static bool Same(UserProfile one, UserProfile other) =>
        Bare(one) == Bare(other)
        && one.Preferences == other.Preferences
        && one.ImportedPreferences == other.ImportedPreferences
        && Same(one.Insights, other.Insights)
        && one.StatedPreferences.SequenceEqual(other.StatedPreferences)
        && Same(one.Bookings, other.Bookings);

    private static UserProfile Bare(UserProfile profile) => profile with
    {
        Preferences = UserPreferences.Empty,
        ImportedPreferences = null,
        Insights = UserInsights.Empty,
        StatedPreferences = [],
        Bookings = KnownBookings.None,
    };

    private static bool SameItems<T>(IReadOnlyList<T> one, IReadOnlyList<T> other, Func<T, T, bool> same) =>
        one.Count == other.Count && one.Zip(other).All(pair => same(pair.First, pair.Second));
}
