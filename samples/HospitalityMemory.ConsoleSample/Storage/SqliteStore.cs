using HospitalityMemory.ConsoleSample.Commands;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.ConsoleSample.Storage;

/// <summary>A SQLite file, which keeps profiles and sessions.</summary>
/// <param name="Connection">The connection string.</param>
internal sealed record SqliteStore(string Connection) : StoreChoice
{
    private const string FolderName = "HospitalityMemory";
    private const string FileName = "hospitality-memory.db";

    /// <summary>The file for a user who names no store.</summary>
    public static SqliteStore Default => At(PathUnder(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)));

    /// <summary>The file, as an absolute path.</summary>
    public string Path => new SqliteConnectionStringBuilder(Connection).DataSource;

    public override string Text => $"{StoreAddress.Sqlite}:{Path}";

    public override string ProfilesCall => ".UseSqliteProfiles(connection)";

    public override string SessionsCall => ".UseSqliteSessions(connection)";

    public static SqliteStore At(string path) => new(new SqliteConnectionStringBuilder { DataSource = System.IO.Path.GetFullPath(path) }.ConnectionString);

    /// <summary>The file in a user's local application data, or in the temporary folder if that is "", as for users without a home.</summary>
    public static string PathUnder(string localApplicationData) => System.IO.Path.Combine(
        localApplicationData is "" ? System.IO.Path.GetTempPath() : localApplicationData, FolderName, FileName);

    public override void Prepare()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path) ?? Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"The folder of the database {Path} cannot be made. {exception.Message} Choose another file with --store sqlite:FILE.");
        }
    }

    public override void UseProfiles(IHospitalityMemoryBuilder memory) => memory.UseSqliteProfiles(Connection);

    public override void UseSessions(IHospitalityMemoryBuilder memory) => memory.UseSqliteSessions(Connection);
}
