using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Moq;

namespace HospitalityMemory.Tests.DependencyInjection;

/// <summary>Options of the memory, and of the stores and learner that are chosen for it.</summary>
public sealed class PartOptionsTests
{
    [Fact]
    public void Every_option_of_the_memory_is_bound() => OptionsConformance.EveryOptionIsBound(
        "HospitalityMemory",
        new Dictionary<string, string> { ["Application"] = "blue", ["DefaultCurrency"] = "EUR" },
        settings =>
        {
            using var provider = new ServiceCollection()
                .AddHospitalityMemory(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Services.BuildServiceProvider();
            return provider.GetRequiredService<IOptions<HospitalityMemoryOptions>>().Value;
        });

    [Fact]
    public void Options_are_read_from_the_memorys_section_and_the_call_goes_over_it()
    {
        var configuration = Configuration(
            ("HospitalityMemory:Part:Size", "1"), ("HospitalityMemory:Part:Wait", "00:00:01"), ("Brands:Blue:Part:Size", "2"));
        var services = new ServiceCollection();
        var plain = services.AddHospitalityMemory(configuration);
        Use(plain, options => options.Wait = TimeSpan.FromHours(1));
        var blue = services.AddHospitalityMemory("blue", configuration.GetSection("Brands:Blue"));
        Use(blue, options => options.Size = 9);
        Use(blue, static _ => { });
        var red = services.AddHospitalityMemory("red");
        Use(red, static _ => { });
        services.Configure<PartOptions>("red", options => options.Size += 100);
        services.AddSingleton<IConfiguration>(configuration);
        using var provider = services.BuildServiceProvider();

        Assert.Equal((1, TimeSpan.FromHours(1)), Read(plain));
        Assert.Equal((2, TimeSpan.Zero), Read(blue));
        Assert.Equal((101, TimeSpan.FromSeconds(1)), Read(red));

        (int, TimeSpan) Read(IHospitalityMemoryBuilder builder) =>
            (builder.GetOptions<PartOptions>(provider).Size, builder.GetOptions<PartOptions>(provider).Wait);
    }

    [Theory]
    [InlineData("Size", "many", "Brands:Blue:Part:Size")]
    [InlineData("Wait", "5", "Brands:Blue:Part:Wait is '5', which would be days; it must be written as [d.]hh:mm:ss.")]
    public async Task A_value_that_cannot_be_read_fails_at_the_start_with_its_whole_name(string name, string value, string told)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(services => Use(
            services.AddHospitalityMemory("blue", Configuration(($"Brands:Blue:Part:{name}", value)).GetSection("Brands:Blue")), static _ => { })));

        Assert.Contains(told, error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("blue")]
    public async Task Only_what_is_chosen_at_last_is_checked(string? key)
    {
        await StartAsync(services => Use(Add(services), Bad).UseSessionStore(_ => Mock.Of<ISessionStore>()));
        await StartAsync(services => Use(Add(services), Bad).UseSessionStore<OtherOptions>((_, _) => Mock.Of<ISessionStore>()));
        await StartAsync(services => Use(Use(Add(services), Bad), static _ => { }));
        await StartAsync(services => Add(services).UseProfileStore<PartOptions>((_, _) => Mock.Of<IProfileStore>()).UseProfileStore(_ => Mock.Of<IProfileStore>()));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(services => Use(Add(services).UseSessionStore(_ => Mock.Of<ISessionStore>()), Bad)));
        Assert.Equal(["Size is -1."], error.Failures);

        IHospitalityMemoryBuilder Add(IServiceCollection services) =>
            key is null ? services.AddHospitalityMemory() : services.AddHospitalityMemory(key);

        static void Bad(PartOptions options) => options.Size = -1;
    }

    [Fact]
    public void Null_and_nothing_are_refused_by_name()
    {
        var builder = new ServiceCollection().AddHospitalityMemory();

        Assert.Throws<ArgumentNullException>(
            "builder", () => default(IHospitalityMemoryBuilder)!.ConfigureFromSection<PartOptions>("Part", static (_, _) => { }, static _ => { }));
        Assert.Throws<ArgumentException>("section", () => builder.ConfigureFromSection<PartOptions>(" ", static (_, _) => { }, static _ => { }));
        Assert.Throws<ArgumentNullException>("bind", () => builder.ConfigureFromSection<PartOptions>("Part", null!, static _ => { }));
        Assert.Throws<ArgumentNullException>("configure", () => builder.ConfigureFromSection<PartOptions>("Part", static (_, _) => { }, null!));
        Assert.Throws<ArgumentNullException>("provider", () => builder.GetOptions<PartOptions>(null!));
        Assert.Throws<ArgumentNullException>("factory", () => builder.UseSessionStore<PartOptions>(null!));
        Assert.Throws<ArgumentNullException>("factory", () => builder.UseProfileStore<PartOptions>(null!));
    }

    private static async Task StartAsync(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        configure(builder.Services);
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
    }

    private static IHospitalityMemoryBuilder Use(IHospitalityMemoryBuilder builder, Action<PartOptions> configure)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PartOptions>, PartOptionsValidator>());
        return builder
            .ConfigureFromSection<PartOptions>("Part", static (section, options) => section.Bind(options), configure)
            .UseSessionStore<PartOptions>((_, _) => Mock.Of<ISessionStore>());
    }

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
        .Build();

    public sealed class PartOptions
    {
        public int Size { get; set; }

        public TimeSpan Wait { get; set; }
    }

    public sealed class OtherOptions;

    private sealed class PartOptionsValidator : IValidateOptions<PartOptions>
    {
        public ValidateOptionsResult Validate(string? name, PartOptions options) =>
            options.Size < 0 ? ValidateOptionsResult.Fail($"Size is {options.Size}.") : ValidateOptionsResult.Success;
    }
}
