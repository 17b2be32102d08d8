namespace HospitalityMemory.Sqlite;

/// <summary>
/// The tables of one role, and how they came to be: each step makes the next version out of the one before. A role has
/// a version of its own in the file, so that either may come to a shared file first, and the file's user_version stays
/// its owner's.
/// </summary>
/// <param name="role">The role's name in the file.</param>
/// <param name="steps">SQL of the steps; released ones never change.</param>
internal sealed class DatabaseSchema(string role, params IReadOnlyList<string> steps)
{
    private const string CreateVersions =
        "CREATE TABLE IF NOT EXISTS memory_schema (role TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID";

    private const string GetVersion = "SELECT version FROM memory_schema WHERE role = $1";

    private const string SetVersion =
        "INSERT INTO memory_schema (role, version) VALUES ($1, $2) ON CONFLICT (role) DO UPDATE SET version = excluded.version";

    public string Role => role;

    /// <summary>Brings the file to the newest version, within the transaction that is open.</summary>
    /// <exception cref="SchemaVersionException">The file is of a newer version; nothing was changed.</exception>
    public void Migrate(DatabaseConnection connection)
    {
        connection.Run(CreateVersions);
        var found = connection.Scalar(GetVersion, role) is long version ? checked((int)version) : 0;
        if (found > steps.Count)
        {
            throw new SchemaVersionException(kind: null, found, steps.Count);
        }

        for (var step = found; step < steps.Count; step++)
        {
            connection.Run(steps[step]);
        }

        if (found < steps.Count)
        {
            connection.Execute(SetVersion, role, (long)steps.Count);
        }
    }
}
