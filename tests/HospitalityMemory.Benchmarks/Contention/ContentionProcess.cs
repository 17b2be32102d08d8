using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HospitalityMemory.Benchmarks.Contention;

/// <summary>Workers in separate processes, which start together.</summary>
internal static class ContentionProcess
{
    public const string Command = "contention-worker";

    private const string Ready = "ready";

    public static async Task<ContentionResult[]> RunAsync(ContentionTarget target, int processes, int tasks, int seconds)
    {
        Process[] workers = [.. Enumerable.Range(0, processes).Select(worker => Start(target, worker, tasks, seconds))];
        try
        {
            foreach (var worker in workers)
            {
                await ExpectAsync(worker, line => line == Ready);
            }

            foreach (var worker in workers)
            {
                await worker.StandardInput.WriteLineAsync("go");
                await worker.StandardInput.FlushAsync();
            }

            return await Task.WhenAll(workers.Select(async worker =>
                JsonSerializer.Deserialize<ContentionResult>(await ExpectAsync(worker, line => line.StartsWith('{')))!));
        }
        finally
        {
            foreach (var worker in workers)
            {
                if (!worker.HasExited)
                {
                    worker.Kill();
                }

                worker.Dispose();
            }
        }
    }

    /// <summary>The other side: the code of a worker's process.</summary>
    public static async Task<int> RunWorkerAsync(string[] arguments)
    {
        var number = Array.ConvertAll(arguments[4..], text => int.Parse(text, CultureInfo.InvariantCulture));
        ContentionTarget target = new(arguments[0], arguments[1], Enum.Parse<ContentionSubject>(arguments[2]), arguments[3]);
        await using var memory = new ContentionMemory(target);
        await memory.CountChangesAsync();
        Console.WriteLine(Ready);
        Console.ReadLine();
        var result = await ContentionWorker.RunAsync(memory, number[0], number[1], TimeSpan.FromSeconds(number[2]));
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static Process Start(ContentionTarget target, int worker, int tasks, int seconds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // When the SDK's host runs the program, the program is the first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        int[] numbers = [worker, tasks, seconds];
        string[] arguments = [Command, target.Store, target.Address, $"{target.Subject}", target.Key, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<string> ExpectAsync(Process worker, Func<string, bool> isWanted)
    {
        while (await worker.StandardOutput.ReadLineAsync() is { } line)
        {
            if (isWanted(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException("A worker's process ended before it said what it did.");
    }
}
