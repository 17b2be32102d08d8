namespace HospitalityMemory.Redis;

/// <summary>Whose a session is, and the stamp under which the guest's index has it.</summary>
/// <param name="Stamp">Differs for each entry ever made; the time of the entry, a hyphen, and random digits.</param>
/// <param name="UserId">The guest.</param>
internal readonly record struct SessionOwner(string Stamp, string UserId)
{
    /// <summary>Reads what is stored; null for nothing.</summary>
    public static SessionOwner? Parse(string? stored) =>
        stored?.IndexOf(' ', StringComparison.Ordinal) is { } space and > 0 ? new(stored[..space], stored[(space + 1)..]) : null;

    public override string ToString() => $"{Stamp} {UserId}";
}

/// <summary>An entry that was made in a guest's index, and the stamp that it displaced.</summary>
internal readonly record struct IndexEntry(SessionOwner Owner, string? FormerStamp);
