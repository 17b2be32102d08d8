namespace HospitalityMemory.Stores;

/// <summary>The order in which a guest's sessions are listed.</summary>
public static class SessionOrder
{
    /// <summary>The latest created first, then by id (ordinal). Thread safe.</summary>
    public static IComparer<Session> LatestCreatedFirst { get; } = Comparer<Session>.Create(static (a, b) =>
        b.CreatedAt.CompareTo(a.CreatedAt) is var order and not 0 ? order : string.CompareOrdinal(a.SessionId, b.SessionId));
}
