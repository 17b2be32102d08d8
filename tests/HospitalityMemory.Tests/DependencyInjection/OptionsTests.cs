using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Tests.DependencyInjection;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = Read();

        Assert.Equal(TimeSpan.FromMinutes(30), options.ShortTerm.SessionLifetime);
        Assert.Null(options.ShortTerm.MaxSessionLifetime);
        Assert.Equal(50, options.ShortTerm.MaxMessages);
        Assert.Equal(100, options.ShortTerm.MaxSizeMegabytes);
        Assert.Equal(1024, options.ShortTerm.MaxSessionKilobytes);
        Assert.Equal(MemoryFullPolicy.EvictLeastRecentlyUsed, options.ShortTerm.WhenFull);
        Assert.Equal(TimeSpan.FromHours(1), options.LongTerm.CleanupInterval);
        Assert.Equal(TimeSpan.FromDays(365), options.LongTerm.InactiveAfter);
        Assert.True(options.LongTerm.LearningEnabled);
        Assert.True(options.LongTerm.SeasonalInsightsEnabled);
        Assert.False(options.LongTerm.RequireConsent);
        Assert.False(options.LongTerm.ServeDefaultsWhenUnavailable);
        Assert.Equal("USD", options.DefaultCurrency);
    }

    [Fact]
    public void Every_setting_is_read_from_the_section()
    {
        var options = Read(
            ("HospitalityMemory:DefaultCurrency", "EUR"),
            ("HospitalityMemory:ShortTerm:SessionLifetime", "01:00:00"),
            ("HospitalityMemory:ShortTerm:MaxSessionLifetime", "1.00:00:00"),
            ("HospitalityMemory:ShortTerm:MaxMessages", "7"),
            ("HospitalityMemory:ShortTerm:MaxSizeMegabytes", "8"),
            ("HospitalityMemory:ShortTerm:MaxSessionKilobytes", "9"),
            ("HospitalityMemory:ShortTerm:WhenFull", "refuse"),
            ("HospitalityMemory:ShortTerm:SweepInterval", "00:00:10"),
            ("HospitalityMemory:LongTerm:CleanupInterval", "00:30:00"),
            ("HospitalityMemory:LongTerm:InactiveAfter", "30.00:00:00"),
            ("HospitalityMemory:LongTerm:LearningEnabled", "false"),
            ("HospitalityMemory:LongTerm:SeasonalInsightsEnabled", "false"),
            ("HospitalityMemory:LongTerm:RequireConsent", "true"),
            ("HospitalityMemory:LongTerm:ServeDefaultsWhenUnavailable", "true"),
            ("HospitalityMemory:LongTerm:ProfileCacheLifetime", "00:00:00"),
            ("HospitalityMemory:LongTerm:ProfileCacheSize", "11"));

        Assert.Equal("EUR", options.DefaultCurrency);
        Assert.Equal(TimeSpan.FromHours(1), options.ShortTerm.SessionLifetime);
        Assert.Equal(TimeSpan.FromDays(1), options.ShortTerm.MaxSessionLifetime);
        Assert.Equal(7, options.ShortTerm.MaxMessages);
        Assert.Equal(8, options.ShortTerm.MaxSizeMegabytes);
        Assert.Equal(9, options.ShortTerm.MaxSessionKilobytes);
        Assert.Equal(MemoryFullPolicy.Refuse, options.ShortTerm.WhenFull);
        Assert.Equal(TimeSpan.FromSeconds(10), options.ShortTerm.SweepInterval);
        Assert.Equal(TimeSpan.FromMinutes(30), options.LongTerm.CleanupInterval);
        Assert.Equal(TimeSpan.FromDays(30), options.LongTerm.InactiveAfter);
        Assert.False(options.LongTerm.LearningEnabled);
        Assert.False(options.LongTerm.SeasonalInsightsEnabled);
        Assert.True(options.LongTerm.RequireConsent);
        Assert.True(options.LongTerm.ServeDefaultsWhenUnavailable);
        Assert.Equal(TimeSpan.Zero, options.LongTerm.ProfileCacheLifetime);
        Assert.Equal(11, options.LongTerm.ProfileCacheSize);
    }

    [Theory]
    [InlineData("-00:00:00.001")]
    [InlineData("00:00:00.010")]
    [InlineData("00:10:00")]
    public void A_calls_time_is_within_its_bounds_or_infinite(string time)
    {
        var options = Read(("HospitalityMemory:ShortTerm:Timeout", time), ("HospitalityMemory:LongTerm:Timeout", time));

        Assert.Equal((TimeSpan.Parse(time, null), TimeSpan.Parse(time, null)), (options.ShortTerm.Timeout, options.LongTerm.Timeout));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), (Read().ShortTerm.Timeout, Read().LongTerm.Timeout));
    }

    [Fact]
    public void The_Python_modules_flat_names_work()
    {
        var options = Read(("SESSION_TTL_MINUTES", "45"), ("STM_MAX_SIZE_MB", "12"), ("LTM_CLEANUP_INTERVAL", "600"));

        Assert.Equal(TimeSpan.FromMinutes(45), options.ShortTerm.SessionLifetime);
        Assert.Equal(12, options.ShortTerm.MaxSizeMegabytes);
        Assert.Equal(TimeSpan.FromMinutes(10), options.LongTerm.CleanupInterval);
    }

    [Fact]
    public void The_section_wins_over_a_flat_name()
    {
        var options = Read(("SESSION_TTL_MINUTES", "45"), ("HospitalityMemory:ShortTerm:SessionLifetime", "00:05:00"));

        Assert.Equal(TimeSpan.FromMinutes(5), options.ShortTerm.SessionLifetime);
    }

    [Fact]
    public void The_section_itself_may_be_handed_in()
    {
        var configuration = Configuration(("HospitalityMemory:ShortTerm:MaxMessages", "7"));

        Assert.Equal(7, Read(configuration.GetSection("HospitalityMemory")).ShortTerm.MaxMessages);
        Assert.Equal(7, Read(configuration.GetSection("hospitalitymemory")).ShortTerm.MaxMessages);
    }

    [Theory]
    [InlineData("SESSION_TTL_MINUTES", "soon", "whole number of minutes")]
    [InlineData("SESSION_TTL_MINUTES", "1.5", "whole number of minutes")]
    [InlineData("STM_MAX_SIZE_MB", "NaN", "whole number of megabytes")]
    [InlineData("LTM_CLEANUP_INTERVAL", "99999999999", "whole number of seconds")]
    [InlineData("HospitalityMemory:ShortTerm:SessionLifetime", "later", "System.TimeSpan")]
    [InlineData("HospitalityMemory:ShortTerm:SessionLifetime", "45", "[d.]hh:mm:ss")]
    [InlineData("HospitalityMemory:LongTerm:CleanupInterval", "3600", "[d.]hh:mm:ss")]
    [InlineData("HospitalityMemory:HealthTimeout", "2", "[d.]hh:mm:ss")]
    [InlineData("HospitalityMemory:ShortTerm:Timeout", "2", "[d.]hh:mm:ss")]
    [InlineData("HospitalityMemory:ShortTerm:SummaryTimeout", "30", "[d.]hh:mm:ss")]
    [InlineData("HospitalityMemory:LongTerm:Timeout", "2", "[d.]hh:mm:ss")]
    [InlineData("HospitalityMemory:ShortTerm:MaxMessages", "many", "System.Int32")]
    [InlineData("HospitalityMemory:LongTerm:RequireConsent", "perhaps", "System.Boolean")]
    public void A_value_that_cannot_be_read_is_named_with_what_is_allowed(string name, string value, string allowed)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read((name, value)));

        Assert.Contains(name, exception.Message);
        Assert.Contains($"'{value}'", exception.Message);
        Assert.Contains(allowed, exception.Message);
    }

    [Theory]
    [InlineData("SESSION_TTL_MINUTES", "0", "00:00:00")]
    [InlineData("SESSION_TTL_MINUTES", "-5", "-00:05:00")]
    [InlineData("STM_MAX_SIZE_MB", "0", "0")]
    [InlineData("LTM_CLEANUP_INTERVAL", "-1", "-00:00:01")]
    [InlineData("HospitalityMemory:DefaultCurrency", "dollars", "dollars")]
    [InlineData("HospitalityMemory:ShortTerm:SessionLifetime", "400.00:00:00", "400.00:00:00")]
    [InlineData("HospitalityMemory:ShortTerm:MaxSessionLifetime", "00:01:00", "00:01:00")]
    [InlineData("HospitalityMemory:ShortTerm:MaxMessages", "0", "0")]
    [InlineData("HospitalityMemory:ShortTerm:MaxSizeMegabytes", "-1", "-1")]
    [InlineData("HospitalityMemory:ShortTerm:MaxSessionKilobytes", "102401", "102401")]
    [InlineData("HospitalityMemory:ShortTerm:WhenFull", "17", "17")]
    [InlineData("HospitalityMemory:ShortTerm:SweepInterval", "00:00:00", "00:00:00")]
    [InlineData("HospitalityMemory:HealthTimeout", "00:00:00.009", "00:00:00.0090000")]
    [InlineData("HospitalityMemory:HealthTimeout", "-00:00:00.001", "-00:00:00.0010000")]
    [InlineData("HospitalityMemory:ShortTerm:Timeout", "00:00:00.009", "00:00:00.0090000")]
    [InlineData("HospitalityMemory:LongTerm:Timeout", "00:10:01", "00:10:01")]
    [InlineData("HospitalityMemory:LongTerm:CleanupInterval", "31.00:00:00", "31.00:00:00")]
    [InlineData("HospitalityMemory:LongTerm:InactiveAfter", "00:00:01", "00:00:01")]
    [InlineData("HospitalityMemory:LongTerm:ProfileCacheLifetime", "-00:00:01", "-00:00:01")]
    [InlineData("HospitalityMemory:LongTerm:ProfileCacheSize", "0", "0")]
    public void A_value_that_is_not_allowed_is_named_with_what_is(string name, string value, string shown)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read((name, value)));

        Assert.Contains(name, Assert.Single(exception.Failures));
        Assert.Contains($"'{shown}'; it must be", exception.Message);
    }

    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        var exception = Assert.Throws<OptionsValidationException>(
            () => Read(("SESSION_TTL_MINUTES", "0"), ("HospitalityMemory:LongTerm:ProfileCacheSize", "0")));

        Assert.Equal(2, exception.Failures.Count());
    }

    [Fact]
    public void Settings_that_code_set_to_null_are_named()
    {
        using var provider = new ServiceCollection()
            .AddHospitalityMemory(options => (options.ShortTerm, options.LongTerm) = (null!, null!)).Services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IShortTermMemory>);

        Assert.Equal(2, exception.Failures.Count());
    }

    [Fact]
    public async Task A_host_does_not_start_with_wrong_settings()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddHospitalityMemory(Configuration(("SESSION_TTL_MINUTES", "0")));
        using var host = builder.Build();

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
    }

    [Theory]
    [InlineData(typeof(IShortTermMemory))]
    [InlineData(typeof(ILongTermMemory))]
    [InlineData(typeof(IGuestMemory))]
    public void Without_a_host_no_memory_is_made_with_wrong_settings(Type memory)
    {
        using var provider = new ServiceCollection()
            .AddHospitalityMemory(Configuration(("SESSION_TTL_MINUTES", "0"))).Services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService(memory));
    }

    private static HospitalityMemoryOptions Read(params (string Name, string Value)[] settings) => Read(Configuration(settings));

    private static HospitalityMemoryOptions Read(IConfiguration configuration)
    {
        using var provider = new ServiceCollection().AddHospitalityMemory(configuration).Services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<HospitalityMemoryOptions>>().Value;
    }

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
        .Build();
}
