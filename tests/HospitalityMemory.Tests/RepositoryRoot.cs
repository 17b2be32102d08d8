namespace HospitalityMemory.Tests;

internal static class RepositoryRoot
{
    /// <summary>The folder of the solution. The tests may have been built to any folder below it.</summary>
    public static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HospitalityMemory.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No HospitalityMemory.sln above the tests.");
    }
}
