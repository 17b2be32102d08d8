using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Orchestrator.Tests.Service;

/// <summary>Warnings about slips in the settings, in a host with all packages.</summary>
public sealed class SettingsTests
{
    /// <summary>The sections, named from the memory's section, with the options that are bound to them.</summary>
    private static readonly (string Section, Type Options)[] Sections =
    [
        ("", typeof(HospitalityMemoryOptions)),
        ("ShortTerm:", typeof(ShortTermMemoryOptions)),
        ("LongTerm:", typeof(LongTermMemoryOptions)),
        ("Adaptive:", typeof(AdaptiveLearnerOptions)),
        ("Sqlite:", typeof(SqliteProfileOptions)),
        ("Sqlite:", typeof(SqliteSessionOptions)),
        ("Redis:", typeof(RedisSessionOptions)),
        ("Firestore:", typeof(FirestoreProfileOptions)),
    ];

    public static TheoryData<string> Names() =>
    [
        .. Sections
            .SelectMany(part => part.Options.GetProperties().Where(property => property.SetMethod is not null).Select(property => part.Section + property.Name))
            .Distinct(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_slip_in_any_setting_of_any_package_is_warned_of_with_the_name_that_was_meant(string name)
    {
        Assert.Equal(
            [$"Nothing reads the setting HospitalityMemory:{name}x; HospitalityMemory:{name} is the nearest that is read."],
            await WarningsAsync($"HospitalityMemory:{name}x"));
        Assert.Empty(await WarningsAsync($"HospitalityMemory:{name}"));
    }

    private static async Task<IReadOnlyCollection<string>> WarningsAsync(string setting)
    {
        var log = new Warnings();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        var builder = services.AddHospitalityMemory(
            new ConfigurationBuilder().AddInMemoryCollection([new(setting, "1")]).Build());
        builder.UseAdaptiveLearner();
        builder.UseSqliteSessions().UseRedisSessions();
        builder.UseSqliteProfiles().UseFirestoreProfiles();
        await using var provider = services.BuildServiceProvider();

        // Only the check runs: the host's other services would open the stores.
        var check = services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name is "SettingsCheck");
        await ((IHostedService)ActivatorUtilities.CreateInstance(provider, check.ImplementationType!)).StartAsync(CancellationToken.None);
        return log.Messages;
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Enqueue(formatter(state, exception));

        public void Dispose()
        {
            // Nothing to free.
        }
    }
}
