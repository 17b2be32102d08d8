namespace HospitalityMemory.Testing.Conformance;

/// <summary>Names of applications, and ids, that a careless key, table or path would mix up.</summary>
internal static class Applications
{
    public static readonly string[] Names =
    [
        "default", "Default", "blue", "Blue", "BLUE", "b-lue", "b_lue", "b.lue", "blue_", "_", "-", ".", "..", "__x__", "0", "1", "sessions", "session",
        "users", "applications", "blue.2d", "blue-", "2d", "42lue", new('x', 64),
    ];

    public static readonly string[] Ids =
    [
        "s", "blue", "blue:s", "blue/s", ":s", "/s", "blue:{0}:session:s", "{0}:session:s", "applications/blue/users/s", "~s", "_s", "$_s", "blue$_s",
    ];
}
