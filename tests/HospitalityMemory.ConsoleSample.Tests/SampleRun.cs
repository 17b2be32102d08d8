using HospitalityMemory.ConsoleSample.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Tests;

/// <summary>One run of the sample within this process, with its output captured as text of 80 columns.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Errors)
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<string> Lines => Output.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The output on one line, for words that may have been wrapped.</summary>
    public string Unwrapped => string.Join(' ', Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The errors as one line.</summary>
    public string UnwrappedErrors => string.Join(' ', Errors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Runs the sample with a new database, unless the arguments name one. It never uses the user's.</summary>
    public static Task<SampleRun> OfAsync(params string[] args) => AtAsync(Now, args);

    public static async Task<SampleRun> AtAsync(DateTimeOffset now, params string[] args)
    {
        using var output = new StringWriter();
        return (await OnAsync(Terminal.OpenPlain(output), now, args)) with { Output = output.ToString() };
    }

    public static async Task<SampleRun> OnAsync(
        IAnsiConsole console, DateTimeOffset now, string[] args, Action<IServiceCollection>? configureServices = null)
    {
        using var errors = new StringWriter();
        using var database = new TemporaryDatabase();
        var command = args.Any(IsStorage) ? args : [.. args, .. database.Option];
        var exitCode = await SampleCommandLine.RunAsync(command, new SampleHost(console, Terminal.OpenPlain(errors), services =>
        {
            services.AddSingleton<TimeProvider>(new FakeTimeProvider(now));
            configureServices?.Invoke(services);
        }));
        return new(exitCode, "", errors.ToString());
    }

    private static bool IsStorage(string argument) =>
        argument is "--memory" || argument.StartsWith("--database", StringComparison.Ordinal) || argument.StartsWith("--store", StringComparison.Ordinal);

    public void AssertReadable()
    {
        Assert.All(Lines, line => Assert.True(line.Length <= 80, $"{line.Length} columns: {line}"));
        Assert.DoesNotContain('\u001b', Output);
    }
}
