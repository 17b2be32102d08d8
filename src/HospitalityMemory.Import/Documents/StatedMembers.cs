using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory.Import;

/// <summary>
/// Reads what this library's own records say of a guest's wishes and searches. One that cannot be read is told, and costs no other.
/// </summary>
internal static class StatedMembers
{
    private const string Wishes = "stated_preferences";
    private const string Searches = "searches";

    public static IReadOnlyList<StatedPreference> ReadWishes(RecordMembers members, List<RecordProblem> problems) => Read(
        members,
        Wishes,
        MemoryJsonContext.Default.StatedPreferenceJson,
        static (wish, path) => StatedPreferenceRules.Normalize(wish.ToRecord(path)),
        problems);

    /// <param name="travelRecord">The members of the travel record.</param>
    /// <param name="problems">Gets what could not be read.</param>
    public static IReadOnlyList<SearchedStay> ReadSearches(RecordMembers travelRecord, List<RecordProblem> problems) => Read(
        travelRecord,
        Searches,
        MemoryJsonContext.Default.SearchedStayJson,
        static (search, path) => search.ToRecord(path) is var stay && SlotWords.IsNoName(stay.City) ? throw new JsonException("a city is expected") : stay,
        problems);

    private static List<T> Read<TJson, T>(
        RecordMembers members, string name, JsonTypeInfo<TJson> type, Func<TJson, string, T> read, List<RecordProblem> problems)
    {
        if (members.Take(name) is not { } list)
        {
            return [];
        }

        if (list.ValueKind is not JsonValueKind.Array)
        {
            members.Note(name, "is no list");
            return [];
        }

        var found = new List<T>();
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            var path = FormattableString.Invariant($"{members.PathOf(name)}[{index}]");
            try
            {
                found.Add(read(item.Deserialize(type) ?? throw new JsonException("it is null"), path));
            }
            catch (Exception exception) when (exception is JsonException or ArgumentException)
            {
                problems.Add(new(path, $"{path} cannot be read: {exception.Message.ReplaceLineEndings(" ")}"));
            }
        }

        return found;
    }
}
