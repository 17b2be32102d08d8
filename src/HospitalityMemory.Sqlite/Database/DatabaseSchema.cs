namespace HospitalityMemory.Sqlite;

/// <summary>
/// The tables of one role, as a list of steps: each step makes the next version from the one before. The role keeps a version of its own in
/// the file: either role may be the first in a shared file, and the file's user_version is left to its owner.
/// </summary>
/// <param name="role">The role's name in the file.</param>
/// <param name="steps">The SQL of each step. Released steps never change.</param>
internal sealed class DatabaseSchema(string role, params IReadOnlyList<string> steps)
{
    private const string CreateVersions =
        "CREATE TABLE IF NOT EXISTS memory_schema (role TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID";

    private const string GetVersion = "SELECT version FROM memory_schema WHERE role = $1";

    private const string SetVersion =
        "INSERT INTO memory_schema (role, version) VALUES ($1, $2) ON CONFLICT (role) DO UPDATE SET version = excluded.version";

    public string Role => role;

    /// <summary>Brings the role's tables to the newest version, within the open transaction.</summary>
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
