namespace HospitalityMemory.ConsoleSample.Tests;

/// <summary>Where the files of this repository are.</summary>
internal static class Repository
{
    public static DirectoryInfo Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HospitalityMemory.sln")))
        {
            folder = folder.Parent;
        }

        return folder ?? throw new InvalidOperationException("The root of the repository is not above the tests.");
    }

    public static string FileAt(params string[] path) => Path.Combine([Root().FullName, .. path]);
}
