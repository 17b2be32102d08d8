using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.ConsoleSample.Storage;

namespace HospitalityMemory.ConsoleSample.Tests;

public sealed class StorageTests
{
    [Fact]
    public void By_default_it_is_a_file_in_the_local_application_data() => Assert.Equal(
        Path.Combine("data", "HospitalityMemory", "hospitality-memory.db"), SqliteStore.PathUnder("data"));

    [Fact]
    public void A_user_without_such_a_folder_has_it_in_the_temporary_one() => Assert.Equal(
        Path.Combine(Path.GetTempPath(), "HospitalityMemory", "hospitality-memory.db"), SqliteStore.PathUnder(""));

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_an_error()
    {
        using var file = TemporaryFile.Of("no folder");

        var run = await SampleRun.OfAsync("stats", "--database", Path.Combine(file.Path, "guests.db"));

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.StartsWith("The folder of the database", run.Errors);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_an_error()
    {
        using var file = TemporaryFile.Of(string.Concat(Enumerable.Repeat("this is no database\n", 1_000)));

        var run = await SampleRun.OfAsync("stats", "--database", file.Path);

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }

    [Fact]
    public async Task Help_creates_no_file()
    {
        using var database = new TemporaryDatabase();

        await SampleRun.OfAsync(["--help", .. database.Option]);

        Assert.False(File.Exists(database.Path));
    }
}
