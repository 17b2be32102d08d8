using HospitalityMemory.Stores;
using Microsoft.Data.Sqlite;

namespace HospitalityMemory.Sqlite;

/// <summary>The facts of a stored message that trimming needs. They stand beside its text.</summary>
internal static class StoredFacts
{
    public static MessageFacts? Find(DatabaseConnection connection, long session, long sequence)
    {
        using var reader = connection.Query(SessionSchema.GetFacts, session, sequence);
        return reader.Read() ? Read(reader) : null;
    }

    /// <param name="reader">A reader at a row whose first column is the sequence number.</param>
    /// <exception cref="CorruptDataException">The stored weight is out of range.</exception>
    public static MessageFacts Read(SqliteDataReader reader) => new(
        reader.GetInt64(1),
        reader.GetInt64(2) is >= 0 and <= int.MaxValue and var weight
            ? (int)weight
            : throw new CorruptDataException(StoredDataKind.Message, "The weight of a stored message is none.", null),
        reader.GetInt64(3),
        reader.GetInt64(4) is not 0,
        reader.GetInt64(5) is not 0);

    /// <summary>A group's number after the merges, which are applied in their order.</summary>
    public static long MergedGroup(long group, IReadOnlyList<GroupMerge> merges)
    {
        for (var i = 0; i < merges.Count; i++)
        {
            group = group == merges[i].From ? merges[i].Into : group;
        }

        return group;
    }
}
