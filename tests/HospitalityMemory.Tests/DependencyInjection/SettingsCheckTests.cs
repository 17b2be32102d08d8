using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace HospitalityMemory.Tests.DependencyInjection;

/// <summary>Warnings at the start of a host about settings that nothing reads.</summary>
public sealed class SettingsCheckTests
{
    [Theory]
    [InlineData("HospitalityMemory:ShortTerm:SessionLifetme", "HospitalityMemory:ShortTerm:SessionLifetime")]
    [InlineData("HospitalityMemory:shortterm:sessionlifetme", "HospitalityMemory:ShortTerm:SessionLifetime")]
    [InlineData("HospitalityMemory:ShortTrem:SessionLifetime", "HospitalityMemory:ShortTerm", "HospitalityMemory:ShortTrem")]
    [InlineData("HospitalityMemory:SessionLifetime", "HospitalityMemory:ShortTerm:SessionLifetime")]
    [InlineData("HospitalityMemory:LongTerm:MaxMessages", "HospitalityMemory:ShortTerm:MaxMessages")]
    [InlineData("HospitalityMemory:Aplication", "HospitalityMemory:Application")]
    [InlineData("HospitalityMemory:Part:Colour", "HospitalityMemory:Part:Color")]
    [InlineData("HospitalityMemory:Prat:Color", "HospitalityMemory:Part", "HospitalityMemory:Prat")]
    public async Task A_setting_that_nothing_reads_is_warned_of_with_the_nearest_that_is_read(string setting, string nearest, string? told = null)
    {
        var warning = Assert.Single(await WarningsAsync((setting, "secret")));

        Assert.Equal($"Nothing reads the setting {told ?? setting}; {nearest} is the nearest that is read.", warning);
    }

    [Fact]
    public async Task Where_no_name_is_like_it_none_is_named()
    {
        Assert.Equal(
            ["Nothing reads the setting HospitalityMemory:Xyzzy, and none that is read has a similar name."],
            await WarningsAsync(("HospitalityMemory:Xyzzy:Deep:Deeper", "secret")));
    }

    [Fact]
    public async Task What_is_read_and_what_is_others_is_not_warned_of()
    {
        Assert.Empty(await WarningsAsync(
            ("HospitalityMemory:ShortTerm:SessionLifetime", "00:10:00"),
            ("HOSPITALITYMEMORY:longterm:INACTIVEAFTER", "10.00:00:00"),
            ("HospitalityMemory:Part:Color", "red"),
            ("HospitalityMemory:Part:Names:Any", "thing"),
            ("HospitalityMemory:Part:List:0", "thing"),
            ("SESSION_TTL_MINUTES", "10"),
            ("Logging:LogLevel:Default", "Warning"),
            ("HospitalityMemories:Xyzzy", "1")));
    }

    [Fact]
    public async Task Each_is_told_once_whatever_number_of_memories_reads_it()
    {
        var configuration = Configuration(("HospitalityMemory:Xyzzy", "1"), ("Brands:Blue:Xyzzy", "1"), ("Brands:Red:Xyzzy", "1"));

        var warnings = await WarningsAsync(services =>
        {
            services.AddHospitalityMemory(configuration);
            services.AddHospitalityMemory("green", configuration);
            services.AddHospitalityMemory("blue", configuration.GetSection("Brands:Blue"));
        });

        Assert.Equal(2, warnings.Count);
        Assert.Contains(warnings, warning => warning.Contains("HospitalityMemory:Xyzzy,"));
        Assert.Contains(warnings, warning => warning.Contains("Brands:Blue:Xyzzy,"));
    }

    [Fact]
    public async Task The_section_of_one_memory_may_lie_within_that_of_another()
    {
        var configuration = Configuration(("HospitalityMemory:Brands:Blue:DefaultCurrency", "EUR"), ("HospitalityMemory:Brand:Blue:DefaultCurrency", "EUR"));

        var warnings = await WarningsAsync(services =>
        {
            services.AddHospitalityMemory(configuration);
            services.AddHospitalityMemory("blue", configuration.GetSection("HospitalityMemory:Brands:Blue"));
        });

        Assert.Contains("setting HospitalityMemory:Brand,", Assert.Single(warnings));
    }

    [Fact]
    public async Task What_the_container_has_is_looked_at_only_where_it_is_read()
    {
        var configuration = Configuration(("HospitalityMemory:Xyzzy", "1"));

        Assert.Empty(await WarningsAsync(services => services.AddSingleton<IConfiguration>(configuration).AddHospitalityMemory()));
        Assert.Single(await WarningsAsync(services => AddPart(services.AddSingleton<IConfiguration>(configuration).AddHospitalityMemory())));
    }

    [Fact]
    public async Task Without_logging_a_host_starts_all_the_same()
    {
        await using var provider = new ServiceCollection().AddHospitalityMemory(Configuration(("HospitalityMemory:Xyzzy", "1")))
            .Services.BuildServiceProvider();

        await provider.GetServices<IHostedService>().OfType<SettingsCheck>().Single().StartAsync(default);
    }

    private static Task<IReadOnlyList<string>> WarningsAsync(params (string Name, string Value)[] settings) =>
        WarningsAsync(services => AddPart(services.AddHospitalityMemory(Configuration(settings))));

    private static async Task<IReadOnlyList<string>> WarningsAsync(Action<IServiceCollection> configure)
    {
        var collector = new FakeLogCollector();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(collector)));
        configure(services);
        await using var provider = services.BuildServiceProvider();
        await provider.GetServices<IHostedService>().OfType<SettingsCheck>().Single().StartAsync(default);
        var records = collector.GetSnapshot();
        Assert.DoesNotContain(records, record => record.StructuredState!.Any(state => state.Value?.Contains("secret", StringComparison.Ordinal) is true));
        Assert.All(records, record => Assert.Equal(LogLevel.Warning, record.Level));
        return [.. records.Select(record => record.Message)];
    }

    private static void AddPart(IHospitalityMemoryBuilder builder) =>
        builder.ConfigureFromSection<PartOptions>("Part", static (section, options) => section.Bind(options), static _ => { });

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
        .Build();

    public sealed class PartOptions
    {
        public string? Color { get; set; }

        public Dictionary<string, string> Names { get; set; } = [];

        public List<string> List { get; set; } = [];
    }
}
