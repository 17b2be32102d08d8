using HospitalityMemory.Conformance;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>How a host chooses the learner, also for one of several memories.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void Every_option_is_bound_those_of_the_future_too() => OptionsConformance.EveryOptionIsBound(
        "HospitalityMemory:Adaptive",
        new Dictionary<string, string>(),
        settings =>
        {
            using var provider = new ServiceCollection()
                .AddHospitalityMemory(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
                .UseAdaptiveLearner().Services.BuildServiceProvider();
            return provider.GetRequiredService<IOptions<AdaptiveLearnerOptions>>().Value;
        });

    [Fact]
    public async Task Each_memory_has_a_market_of_its_own()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseAdaptiveLearner().UseAdaptiveLearner();
        services.AddHospitalityMemory("blue").UseAdaptiveLearner();
        await using var provider = services.BuildServiceProvider();
        var blue = provider.GetRequiredKeyedService<ILongTermMemory>("blue");
        for (var guest = 0; guest < 5; guest++)
        {
            await blue.AddBookingToHistoryAsync($"guest {guest}", new() { BookingId = "b", City = "Oslo", CheckIn = new(2026, 1, 1) });
        }

        await provider.GetRequiredKeyedService<IMarket>("blue").RefreshAsync();
        await provider.GetRequiredService<IMarket>().RefreshAsync();

        Assert.Equal(["Oslo"], (await blue.GetUserPreferencesAsync("stranger")).Market.Select(others => others.Value));
        Assert.Empty((await provider.GetRequiredService<ILongTermMemory>().GetUserPreferencesAsync("stranger")).Market);
        Assert.Single(provider.GetServices<IGuestChangeObserver>());
    }

    [Fact]
    public async Task Only_the_settings_of_the_learner_that_is_chosen_at_last_are_checked()
    {
        await StartAsync(memory => memory.UseAdaptiveLearner(Bad).UsePreferenceLearner<FrequencyPreferenceLearner>());
        await StartAsync(memory => memory.UseAdaptiveLearner(Bad).UsePreferenceLearner(new FrequencyPreferenceLearner()));
        await StartAsync(memory => memory.UseAdaptiveLearner(Bad).UseAdaptiveLearner());
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(memory => memory.UseAdaptiveLearner(Bad)));

        Assert.StartsWith(
            "HospitalityMemory:Adaptive:MinGuests of the memory 'blue' is '1'; it must be", Assert.Single(error.Failures), StringComparison.Ordinal);

        static void Bad(AdaptiveLearnerOptions options) => options.MinGuests = 1;

        static async Task StartAsync(Action<IHospitalityMemoryBuilder> choose)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            choose(builder.Services.AddHospitalityMemory("blue"));
            using var host = builder.Build();
            await host.StartAsync();
            await host.StopAsync();
        }
    }
}
