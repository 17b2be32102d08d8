using System.Globalization;
using Spectre.Console;

namespace HospitalityMemory.Soak;

/// <summary>
/// The output: a live table while a store runs (without a terminal, a line from time to time), and the verdict.
/// </summary>
internal static class Screen
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Line = TimeSpan.FromSeconds(15);

    public static async Task<Outcome> ShowAsync(Run run, SoakOptions options)
    {
        var start = Clock.Real.GetTimestamp();
        var going = run.GoAsync();
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            while (await Task.WhenAny(going, Task.Delay(Line, Clock.Real)) != going)
            {
                Console.WriteLine($"{run.Name}: {run.Progress.Done} calls, {run.Progress.Refused} refused, {run.Progress.Problems.Count} problems; {run.Progress.State}");
            }

            return await going;
        }

        await AnsiConsole.Live(Table(run, options, TimeSpan.Zero)).StartAsync(async live =>
        {
            while (await Task.WhenAny(going, Task.Delay(Glance, Clock.Real)) != going)
            {
                live.UpdateTarget(Table(run, options, Clock.Real.GetElapsedTime(start)));
            }
        });
        return await going;
    }

    public static void Show(IEnumerable<Outcome> outcomes)
    {
        var table = new Table().Title("Verdict").AddColumns("Store", "Verdict");
        foreach (var column in (string[])["Calls", "Calls/s", "Refused", "Grown MB"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var outcome in outcomes)
        {
            table.AddRow(
                outcome.Store,
                Markup.Escape(outcome.Words),
                outcome.Calls.ToString("N0", CultureInfo.InvariantCulture),
                outcome.CallsPerSecond.ToString("N0", CultureInfo.InvariantCulture),
                outcome.Refused.ToString("N0", CultureInfo.InvariantCulture),
                outcome.GrownMegabytes.ToString("F1", CultureInfo.InvariantCulture));
            foreach (var problem in outcome.Problems.Take(20))
            {
                Console.Error.WriteLine($"error: {outcome.Store}: {problem}");
            }
        }

        AnsiConsole.Write(table);
    }

    private static Table Table(Run run, SoakOptions options, TimeSpan elapsed) => new Table()
        .AddColumns("Store", "Time", "Calls", "Calls/s", "Refused", "Problems", "State")
        .AddRow(
            run.Name,
            string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:F0} of {options.Time.TotalSeconds:F0} s"),
            run.Progress.Done.ToString("N0", CultureInfo.InvariantCulture),
            (run.Progress.Done / Math.Max(1, elapsed.TotalSeconds)).ToString("N0", CultureInfo.InvariantCulture),
            run.Progress.Refused.ToString("N0", CultureInfo.InvariantCulture),
            run.Progress.Problems.Count.ToString(CultureInfo.InvariantCulture),
            Markup.Escape(run.Progress.State));
}
