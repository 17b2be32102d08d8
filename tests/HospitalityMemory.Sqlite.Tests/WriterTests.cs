using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class WriterTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public WriterTests() => _database = new(_folder.Settings(), TemporaryFolder.Time);

    private DatabaseWriter Writer => _database.Writer;

    public async Task InitializeAsync() => await RunAsync("CREATE TABLE numbers (value INTEGER UNIQUE)");

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Writes_that_wait_share_one_commit()
    {
        var before = Writer.Commits;
        Task[] writes;
        using (await HeldAsync())
        {
            writes = [.. Enumerable.Range(0, 100).Select(value => AddAsync(value))];
        }

        await Task.WhenAll(writes);

        Assert.Equal(before + 2, Writer.Commits);
        Assert.Equal(100L, Count());
    }

    [Fact]
    public async Task One_that_fails_is_undone_alone()
    {
        Task[] writes;
        using (await HeldAsync())
        {
            writes =
            [
                AddAsync(1),
                Writer.RunAsync<int>(
                    connection =>
                    {
                        connection.Execute("INSERT INTO numbers VALUES ($1)", 2L);
                        throw new InvalidTimeZoneException("of the caller");
                    },
                    isDurable: true,
                    CancellationToken.None).AsTask(),
                AddAsync(1),
                AddAsync(3),
            ];
        }

        await writes[0];
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => writes[1]);
        await Assert.ThrowsAsync<MemoryUnavailableException>(() => writes[2]);
        await writes[3];
        Assert.Equal(2L, Count());
    }

    [Fact]
    public async Task Where_all_are_undone_nobody_is_told_otherwise()
    {
        Task[] writes;
        using (await HeldAsync())
        {
            writes = [AddAsync(1), RunAsync("ROLLBACK"), AddAsync(2)];
        }

        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<MemoryUnavailableException>(() => write);
        }

        Assert.Equal(0L, Count());
        await AddAsync(3);
        Assert.Equal(1L, Count());
    }

    [Fact]
    public async Task A_write_that_waits_can_be_withdrawn_at_once_and_is_not_carried_out()
    {
        using var source = new CancellationTokenSource();
        Task<int> others;
        using (Locked())
        {
            others = AddAsync(1);
            var withdrawn = AddAsync(2, source.Token);
            await source.CancelAsync();

            // The file is still locked, so only the cancellation can have ended the write.
            var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
            Assert.Equal(source.Token, error.CancellationToken);
        }

        await others;
        await AddAsync(3);
        Assert.Equal(4L, Sum());
    }

    [Fact]
    public async Task A_write_that_was_begun_is_carried_out_and_says_so()
    {
        using var source = new CancellationTokenSource();

        var written = await Writer.RunAsync(
            connection =>
            {
                source.Cancel();
                return connection.Execute("INSERT INTO numbers VALUES (1)");
            },
            isDurable: true,
            source.Token);

        Assert.Equal(1, written);
        Assert.Equal(1L, Count());
    }

    [Fact]
    public async Task Disposal_carries_out_what_waits()
    {
        Task[] writes;
        Task disposal;
        using (Locked())
        {
            writes = [AddAsync(1), AddAsync(2)];
            disposal = _database.DisposeAsync().AsTask();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => AddAsync(3));
        }

        await Task.WhenAll(writes);
        await disposal;
        Assert.Equal(2L, Count());
    }

    [Fact]
    public async Task Only_what_must_survive_a_power_cut_waits_for_the_disk()
    {
        Assert.Equal(2L, await SynchronousAsync(isDurable: true));
        Assert.Equal(1L, await SynchronousAsync(isDurable: false));
        Task<object?>[] mixed;
        using (await HeldAsync())
        {
            mixed = [SynchronousAsync(isDurable: false), SynchronousAsync(isDurable: true), SynchronousAsync(isDurable: false)];
        }

        Assert.Equal([2L, 2L, 2L], await Task.WhenAll(mixed));
    }

    [Fact]
    public async Task The_pool_does_not_wait_for_a_file_that_is_locked()
    {
        var time = new StandingTime();
        await using var database = new SqliteDatabase(_folder.Settings(), time);
        Assert.True(await IsOnPoolAsync(database));

        Task<bool> write;
        using (Locked())
        {
            write = IsOnPoolAsync(database);

            // The file is still locked, and another thread has taken over.
            await time.AskedOffThePool;
            Assert.False(write.IsCompleted);
        }

        Assert.False(await write);
    }

    [Fact]
    public async Task A_write_that_is_optional_is_given_up_soon_where_the_file_is_locked_and_no_other()
    {
        Task<int> write;
        using (Locked())
        {
            write = AddAsync(1);
            for (var i = 0; i < 3; i++)
            {
                var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => AddIfFreeAsync(2));
                Assert.Contains("locked", error.Message, StringComparison.Ordinal);
            }

            Assert.False(write.IsCompleted);
        }

        await write;
        await AddIfFreeAsync(3);
        Assert.Equal(4L, Sum());
    }

    [Fact]
    public async Task What_is_asked_while_the_file_is_locked_shares_the_first_commit_that_can_be()
    {
        var before = Writer.Commits;
        List<Task<int>> writes = [];
        using (Locked())
        {
            writes.Add(AddAsync(1));
            await Assert.ThrowsAsync<MemoryUnavailableException>(() => AddIfFreeAsync(2));
            writes.AddRange([AddAsync(3), AddAsync(4)]);

            // Two turns of the writer later, these two writes are in its batch.
            await Assert.ThrowsAsync<MemoryUnavailableException>(() => AddIfFreeAsync(5));
            await Assert.ThrowsAsync<MemoryUnavailableException>(() => AddIfFreeAsync(6));
        }

        await Task.WhenAll(writes);
        Assert.Equal(before + 1, Writer.Commits);
        Assert.Equal(8L, Sum());
    }

    [Fact]
    public async Task The_pool_does_not_wait_for_a_slow_disk()
    {
        var time = new FakeTimeProvider();
        await using var database = new SqliteDatabase(_folder.Settings("slow.db"), time);

        Assert.True(await IsOnPoolAsync(database, () => time.Advance(TimeSpan.FromMilliseconds(2))));
        Assert.True(await IsOnPoolAsync(database, () => time.Advance(TimeSpan.FromMilliseconds(3))));
        Assert.False(await IsOnPoolAsync(database, () => time.Advance(TimeSpan.FromMilliseconds(3))));
        Assert.False(await IsOnPoolAsync(database));
        Assert.True(await IsOnPoolAsync(database));
    }

    [Fact]
    public async Task Whoever_disposes_waits_for_what_runs_and_so_does_the_next()
    {
        var hold = await HeldAsync();
        var first = Writer.DisposeAsync().AsTask();
        var second = Task.Run(Writer.Dispose);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AddAsync(1));
        Assert.False(first.IsCompleted || second.IsCompleted);

        hold.Dispose();
        await Task.WhenAll(first, second, hold.Write!);

        Assert.False(File.Exists(_folder.File() + "-wal"));
    }

    private static Task<bool> IsOnPoolAsync(SqliteDatabase database, Action? meanwhile = null) => database.Writer.RunAsync(
        _ =>
        {
            meanwhile?.Invoke();
            return Thread.CurrentThread.IsThreadPoolThread;
        },
        isDurable: false,
        CancellationToken.None).AsTask();

    private Task<object?> SynchronousAsync(bool isDurable) =>
        Writer.RunAsync(static connection => connection.Scalar("PRAGMA synchronous"), isDurable, CancellationToken.None).AsTask();

    private Task<int> AddAsync(long value, CancellationToken cancellationToken = default) => Writer.RunAsync(
        connection => connection.Execute("INSERT INTO numbers VALUES ($1)", value), isDurable: true, cancellationToken).AsTask();

    private Task<int> AddIfFreeAsync(long value) => Writer.RunAsync(
        new WriteRequest<int>(connection => connection.Execute("INSERT INTO numbers VALUES ($1)", value)) { IsDurable = false, IsOptional = true },
        CancellationToken.None).AsTask();

    private Task<bool> RunAsync(string sql) => Writer.RunAsync(
        connection =>
        {
            connection.Run(sql);
            return true;
        },
        isDurable: true,
        CancellationToken.None).AsTask();

    private object? Count()
    {
        using var plain = _folder.Plain();
        return plain.Scalar("SELECT count(*) FROM numbers");
    }

    private object? Sum()
    {
        using var plain = _folder.Plain();
        return plain.Scalar("SELECT sum(value) FROM numbers");
    }

    /// <summary>
    /// The writer is busy with its own write until this is disposed. Other requests wait.
    /// </summary>
    private async Task<Hold> HeldAsync()
    {
        var hold = new Hold();
        hold.Write = Writer.RunAsync(_ => hold.Keep(), isDurable: true, CancellationToken.None).AsTask();
        await hold.Begun;
        return hold;
    }

    /// <summary>Another program's lock, held until it is disposed.</summary>
    private Microsoft.Data.Sqlite.SqliteConnection Locked()
    {
        var other = _folder.Plain();
        other.Scalar("BEGIN IMMEDIATE");
        return other;
    }

    /// <summary>Stands still, and signals when a thread outside the pool asks for the time.</summary>
    private sealed class StandingTime : TimeProvider
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task AskedOffThePool => _asked.Task;

        public override long GetTimestamp()
        {
            if (!Thread.CurrentThread.IsThreadPoolThread)
            {
                _asked.TrySetResult();
            }

            return 0;
        }
    }

    private sealed class Hold : IDisposable
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEvent _released = new(initialState: false);

        public Task Begun => _begun.Task;

        public Task? Write { get; set; }

        public bool Keep()
        {
            _begun.SetResult();
            return _released.WaitOne();
        }

        public void Dispose() => _released.Set();
    }
}
