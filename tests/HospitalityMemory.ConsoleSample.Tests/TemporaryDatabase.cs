namespace HospitalityMemory.ConsoleSample.Tests;

/// <summary>A database in a folder that is deleted after the test. The sample creates the folder.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly string _folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

    public string Path => System.IO.Path.Combine(_folder, "guests.db");

    /// <summary>The arguments that choose it.</summary>
    public string[] Option => ["--database", Path];

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
