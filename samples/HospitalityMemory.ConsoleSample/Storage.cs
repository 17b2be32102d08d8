using HospitalityMemory.ConsoleSample.Commands;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.ConsoleSample;

/// <summary>Where this run keeps what it is told.</summary>
/// <param name="DatabasePath">The SQLite file; null for this process's memory.</param>
internal sealed record Storage(string? DatabasePath)
{
    public const string Syntax = "[--database FILE | --memory]";

    private const string DatabaseOption = "--database";
    private const string MemoryOption = "--memory";
    private const string FolderName = "HospitalityMemory";
    private const string FileName = "hospitality-memory.db";

    public static Storage InMemory { get; } = new((string?)null);

    /// <summary>Takes the options that choose it out of the arguments; without one it is the user's own file.</summary>
    public static Storage Take(CommandArguments arguments)
    {
        var inMemory = arguments.TakeFlag(MemoryOption);
        var file = arguments.TakeOption(DatabaseOption);
        if (inMemory && file is not null)
        {
            throw UserErrorException.Usage($"{DatabaseOption} and {MemoryOption} exclude each other.");
        }

        return inMemory ? InMemory : new Storage(file is null ? DefaultPath() : Path.GetFullPath(file));
    }

    /// <summary>The file in a user's local application data; in the temporary folder where that is "", as for users without a home.</summary>
    public static string PathUnder(string localApplicationData) =>
        Path.Combine(localApplicationData is "" ? Path.GetTempPath() : localApplicationData, FolderName, FileName);

    public void Register(IHospitalityMemoryBuilder memory)
    {
        if (DatabasePath is null)
        {
            return;
        }

        CreateFolder(DatabasePath);
        var connection = new SqliteConnectionStringBuilder { DataSource = DatabasePath }.ConnectionString;
        memory.UseSqliteProfiles(connection).UseSqliteSessions(connection);
    }

    private static string DefaultPath() => PathUnder(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify));

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"The folder of the database {path} cannot be made. {exception.Message} Choose another with {DatabaseOption} FILE.");
        }
    }
}
