using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>What a process that is killed while it writes leaves behind.</summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 50;
    private const int Seed = 20260301;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_minus_9_at_50_moments_loses_nothing_acknowledged_and_leaves_no_half_commit()
    {
        var random = new Random(Seed);
        var acknowledged = new List<string>();
        for (var run = 0; run < Kills; run++)
        {
            using var child = new Child(_folder.File(), $"run{run}");

            // One in ten is killed while it starts, recovers and migrates; the others while they write.
            if (run % 10 is 9)
            {
                await child.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(20, 300)));
            }
            else
            {
                await child.FirstLine;
                await child.KillAfterAsync(TimeSpan.FromMilliseconds(random.NextDouble() * 120));
            }

            acknowledged.AddRange(child.Acknowledged);
            await VerifyAsync(acknowledged);
        }

        output.WriteLine($"{acknowledged.Count} writes were acknowledged before {Kills} kills.");
        Assert.True(acknowledged.Count > 10 * Kills);
    }

    [Fact]
    public async Task Two_processes_write_to_one_file_at_once()
    {
        using var first = new Child(_folder.File(), "first");
        using var second = new Child(_folder.File(), "second");
        await Task.WhenAll(first.HundredthLine, second.HundredthLine);
        await Task.WhenAll(first.KillAfterAsync(TimeSpan.Zero), second.KillAfterAsync(TimeSpan.Zero));

        await VerifyAsync([.. first.Acknowledged, .. second.Acknowledged]);
    }

    private async Task VerifyAsync(List<string> acknowledged)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory()
            .UseSqliteProfiles(_folder.ConnectionString())
            .UseSqliteSessions(_folder.ConnectionString());
        await using var provider = services.BuildServiceProvider();
        var longTerm = provider.GetRequiredService<ILongTermMemory>();
        var shortTerm = provider.GetRequiredService<IShortTermMemory>();
        var lines = acknowledged.Select(line => line.Split(' ')).ToArray();
        foreach (var guest in lines.Where(line => line[0] is "booking").GroupBy(line => line[1]))
        {
            var stored = new HashSet<string>();
            await foreach (var booking in longTerm.GetBookingHistoryAsync(guest.Key))
            {
                stored.Add(booking.BookingId);
            }

            Assert.Empty(guest.Select(line => line[2]).Except(stored));

            // A booking and what it taught are stored together: neither has more than the other.
            Assert.Equal(stored.Count, (await longTerm.GetUserProfileAsync(guest.Key))!.Insights.BookingCount);
        }

        foreach (var session in lines.Where(line => line[0] is "message").GroupBy(line => line[1]))
        {
            var messages = (await shortTerm.PeekSessionAsync(session.Key))!.Messages;
            Assert.True(messages[^1].Sequence >= session.Max(line => int.Parse(line[2])), session.Key);
            Assert.Equal($"{messages[^1].Sequence}", messages[^1].Content);
        }

        using var plain = _folder.Plain();
        Assert.Equal("ok", plain.Scalar("PRAGMA integrity_check"));
        Assert.Equal(0L, plain.Scalar("SELECT count(*) FROM memory_bookings WHERE guest NOT IN (SELECT guest FROM memory_profiles)"));
        Assert.Equal(
            0L,
            plain.Scalar("SELECT count(*) FROM memory_sessions s WHERE message_count <> (SELECT count(*) FROM memory_messages m WHERE m.session = s.session)"));
        Assert.Equal(
            1L, plain.Scalar("SELECT sessions = (SELECT count(*) FROM memory_sessions) AND bytes = (SELECT coalesce(sum(size_bytes), 0) FROM memory_sessions) FROM memory_session_totals"));
    }

    /// <summary>A process that writes until it is killed.</summary>
    private sealed class Child : IDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentQueue<string> _acknowledged = [];
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _hundredth = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _reading;
        private readonly Task<string> _errors;

        public Child(string database, string run)
        {
            var program = Path.Combine(AppContext.BaseDirectory, "HospitalityMemory.Sqlite.Crash.dll");

            // The dotnet host that runs these tests, independent of the PATH.
            var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
            _process = Process.Start(new ProcessStartInfo(dotnet, ["exec", program, database, run])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _errors = _process.StandardError.ReadToEndAsync();
            _reading = Task.Run(ReadAsync);
        }

        public Task FirstLine => _first.Task;

        public Task HundredthLine => _hundredth.Task;

        public IReadOnlyCollection<string> Acknowledged => _acknowledged;

        public async Task KillAfterAsync(TimeSpan delay)
        {
            await WaitAsync(delay);
            Assert.False(_process.HasExited, "The child ended by itself.");
            _process.Kill();
            await _process.WaitForExitAsync();
            await _reading;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
        }

        [SuppressMessage("ApiDesign", "RS0030", Justification = "Another process runs meanwhile, in real time.")]
        private static Task WaitAsync(TimeSpan delay) => Task.Delay(delay, TimeProvider.System);

        private async Task ReadAsync()
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                _acknowledged.Enqueue(line);
                _first.TrySetResult();
                if (_acknowledged.Count >= 100)
                {
                    _hundredth.TrySetResult();
                }
            }

            // The wait is in vain only if the child failed.
            var error = new InvalidOperationException($"The child wrote too little: {await _errors}");
            _first.TrySetException(error);
            _hundredth.TrySetException(error);
        }
    }
}
