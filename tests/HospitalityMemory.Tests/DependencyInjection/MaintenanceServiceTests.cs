using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HospitalityMemory.Tests.DependencyInjection;

public sealed class MaintenanceServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TimeWithTimers _time = new();
    private readonly HospitalityMemoryOptions _options = new();
    private readonly Mock<IShortTermMemory> _shortTerm = new();
    private readonly Mock<ILongTermMemory> _longTerm = new();
    private readonly FakeLogger<MaintenanceService> _logger = new();

    /// <summary>
    /// The second is what a time-out of HttpClient looks like: a cancellation that is not the host's.
    /// </summary>
    public static TheoryData<Exception> Failures { get; } =
        [new MemoryUnavailableException("The store is out of reach."), new TaskCanceledException("The request timed out.")];

    public MaintenanceServiceTests() => _shortTerm
        .Setup(memory => memory.GetMemoryUsageAsync(It.IsAny<CancellationToken>()))
        .ReturnsAsync(new MemoryUsage { SessionsCount = 0, SizeBytes = 0, MaxSizeBytes = 1 });

    [Fact]
    public async Task Sessions_are_swept_at_their_interval_and_profiles_at_theirs()
    {
        var swept = Calls(_shortTerm.Setup(memory => memory.CleanupExpiredAsync(It.IsAny<CancellationToken>())));
        var removed = Calls(_longTerm.Setup(memory => memory.CleanupInactiveProfilesAsync(It.IsAny<CancellationToken>())));
        using var service = await StartAsync();

        _time.Advance(TimeSpan.FromSeconds(10));
        await swept.WaitAsync().WaitAsync(Patience);
        Assert.Equal(0, removed.CurrentCount);

        _time.Advance(TimeSpan.FromSeconds(50));
        await removed.WaitAsync().WaitAsync(Patience);
        await service.StopAsync(default);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_logged_and_the_next_round_tries_again(Exception failure)
    {
        var rounds = new SemaphoreSlim(0);
        _shortTerm.Setup(memory => memory.CleanupExpiredAsync(It.IsAny<CancellationToken>())).Returns(() =>
        {
            rounds.Release();
            throw failure;
        });
        using var service = await StartAsync();

        _time.Advance(TimeSpan.FromSeconds(10));
        await rounds.WaitAsync().WaitAsync(Patience);
        _time.Advance(TimeSpan.FromSeconds(10));
        await rounds.WaitAsync().WaitAsync(Patience);
        await service.StopAsync(default);

        var errors = _logger.Collector.GetSnapshot().Where(record => record.Level is LogLevel.Error).ToList();
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Same(failure, error.Exception));
    }

    [Fact]
    public async Task Stopping_ends_the_rounds()
    {
        var swept = Calls(_shortTerm.Setup(memory => memory.CleanupExpiredAsync(It.IsAny<CancellationToken>())));
        using var service = await StartAsync();
        await service.StopAsync(default);

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.True(service.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(0, swept.CurrentCount);
    }

    private static SemaphoreSlim Calls<TMock>(Moq.Language.Flow.ISetup<TMock, ValueTask<int>> setup)
        where TMock : class
    {
        var calls = new SemaphoreSlim(0);
        setup.Returns(() =>
        {
            calls.Release();
            return new ValueTask<int>(1);
        });
        return calls;
    }

    /// <summary>
    /// Starts the service and waits until all its timers run. The service makes them on a thread of its own.
    /// </summary>
    private async Task<MaintenanceService> StartAsync()
    {
        _options.ShortTerm.SweepInterval = TimeSpan.FromSeconds(10);
        _options.LongTerm.CleanupInterval = TimeSpan.FromMinutes(1);
        var service = new MaintenanceService(
            _shortTerm.Object,
            _longTerm.Object,
            Options.Create(_options),
            _time,
            _logger);
        await service.StartAsync(default);
        for (var timers = 0; timers < 2; timers++)
        {
            await _time.Timers.WaitAsync().WaitAsync(Patience);
        }

        return service;
    }

    private sealed class TimeWithTimers : FakeTimeProvider
    {
        public SemaphoreSlim Timers { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Timers.Release();
            return timer;
        }
    }
}
