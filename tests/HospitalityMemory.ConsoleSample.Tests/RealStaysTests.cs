using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Tests;

/// <summary>The import of real stays. They are not part of this repository, but may lie beside it.</summary>
public sealed class RealStaysTests
{
    private const string RelativePath = "shared/evaluation/dev/stays.csv.gz";

    [SkippableFact]
    public async Task All_real_stays_are_imported()
    {
        var path = FindFile();
        Skip.If(path is null, "There are no real stays beside the repository (docs/learning.md).");

        var run = await SampleRun.OfAsync("import", path);

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("35,596 rows of 30,568 guests", run.Output);
        Assert.Contains("Profile of af2ec99153b", run.Output);
        Assert.Contains("133 stays, from 2021-09-30", run.Unwrapped);
        Assert.DoesNotContain("refused", run.Output);
        run.AssertReadable();
    }

    /// <summary>Looks beside the repository and beside every folder above it.</summary>
    private static string? FindFile()
    {
        for (var above = Repository.Root().Parent; above is not null; above = above.Parent)
        {
            var path = Path.Combine(above.FullName, RelativePath);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
