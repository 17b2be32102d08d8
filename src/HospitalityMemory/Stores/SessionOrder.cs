namespace HospitalityMemory.Stores;

/// <summary>The order in which every store lists a guest's sessions.</summary>
public static class SessionOrder
{
    /// <summary>The newest first; of those created at the same time by id, ordinally.</summary>
    public static Comparison<Session> NewestFirst { get; } = static (left, right) =>
        right.CreatedAt.CompareTo(left.CreatedAt) is var order and not 0 ? order : string.CompareOrdinal(left.SessionId, right.SessionId);
}
