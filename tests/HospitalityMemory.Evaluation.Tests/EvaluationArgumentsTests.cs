namespace HospitalityMemory.Evaluation.Tests;

public sealed class EvaluationArgumentsTests
{
    [Fact]
    public void What_is_asked_for_is_understood()
    {
        Assert.True(EvaluationArguments.TryParse(["--learner", "adaptive", "--out", "o", "--data", "d"], out var arguments, out _));

        Assert.Equal(new EvaluationArguments("d", "adaptive", "o", null, null), arguments);
    }

    [Theory]
    [InlineData("--data is missing.", "--learner", "adaptive", "--out", "o")]
    [InlineData("--learner is 'x'; it must be adaptive or frequency.", "--learner", "x", "--out", "o", "--data", "d")]
    [InlineData("There is no option --fast.", "--fast", "x")]
    [InlineData("--out needs a value.", "--out")]
    public void What_is_wrong_is_said(string expected, params string[] args)
    {
        Assert.False(EvaluationArguments.TryParse(args, out _, out var problem));

        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Help_is_no_error()
    {
        Assert.False(EvaluationArguments.TryParse(["--help"], out _, out var problem));

        Assert.Null(problem);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_in_words() =>
        Assert.Equal(1, await EvaluationCommand.RunAsync(["--data", "nowhere", "--learner", "adaptive", "--out", Path.GetTempFileName()]));
}
