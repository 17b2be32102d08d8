using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Testing;

/// <summary>
/// A whole memory for a test: no host, no server and no file, a clock that the test sets, and a log of the calls that were made. Each has data of its own.
/// Thread safe.
/// </summary>
/// <remarks>
/// Everything is as in production but for what a host runs by itself: expired sessions and inactive guests are removed where a test calls
/// <see cref="IShortTermMemory.CleanupExpiredAsync"/> and <see cref="ILongTermMemory.CleanupInactiveProfilesAsync(CancellationToken)"/>. A session
/// ends at the instant of its expiry in any case.
/// </remarks>
public sealed class TestMemory : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestMemory(ServiceProvider services, FakeTimeProvider time)
    {
        (_services, Time) = (services, time);
        ShortTerm = Calls.Record(services.GetRequiredService<IShortTermMemory>());
        LongTerm = Calls.Record(services.GetRequiredService<ILongTermMemory>());
        Guests = Calls.Record(services.GetRequiredService<IGuestMemory>());
        Administration = Calls.Record(services.GetRequiredService<IMemoryAdministration>());
    }

    /// <summary>Where the clock stands at first, unless a test says otherwise: noon of March 1, 2026, UTC.</summary>
    public static DateTimeOffset DefaultStart { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The memory's clock. It stands still until the test sets or advances it; then sessions expire, time limits pass, and timers of
    /// the memory fire.
    /// </summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The running conversations and their slots.</summary>
    public IShortTermMemory ShortTerm { get; }

    /// <summary>The guests, their bookings and what they say of their taste.</summary>
    public ILongTermMemory LongTerm { get; }

    /// <summary>The journey over both.</summary>
    public IGuestMemory Guests { get; }

    /// <summary>The operator's side.</summary>
    public IMemoryAdministration Administration { get; }

    /// <summary>The calls that were made of the four memories above.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>
    /// The container that the memory comes from, for what it registers besides. Calls of the memories that it resolves are not in <see cref="Calls"/>.
    /// </summary>
    public IServiceProvider Services => _services;

    /// <summary>Makes a memory with the default settings, in this process's memory.</summary>
    /// <returns>The memory, whose clock stands at <see cref="DefaultStart"/>.</returns>
    public static TestMemory Create() => Create(static _ => { });

    /// <summary>Makes a memory that a test sets up as a host does.</summary>
    /// <param name="configure">
    /// Chooses stores and learners by the builder, and settings and the host's own services by
    /// <see cref="IHospitalityMemoryBuilder.Services"/>: <c>builder.Services.Configure&lt;HospitalityMemoryOptions&gt;(...)</c>.
    /// </param>
    /// <returns>The memory, whose clock stands at <see cref="DefaultStart"/>.</returns>
    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public static TestMemory Create(Action<IHospitalityMemoryBuilder> configure) => Create(new FakeTimeProvider(DefaultStart), configure);

    /// <summary>Makes a memory on a clock that a test has already, such as one of several memories.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="configure"><inheritdoc cref="Create(Action{IHospitalityMemoryBuilder})" path="/param[@name='configure']"/></param>
    /// <returns>The memory.</returns>
    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public static TestMemory Create(FakeTimeProvider time, Action<IHospitalityMemoryBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(configure);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        configure(services.AddHospitalityMemory());
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        try
        {
            // A host validates the settings when it starts; here it is done at once.
            provider.GetService<IStartupValidator>()?.Validate();
            return new(provider, time);
        }
        catch
        {
            provider.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Waits until the summaries are stored that are being made. They are made beside the calls that cause them, by the
    /// <see cref="IConversationSummarizer"/> that a test registered.
    /// </summary>
    /// <returns>The work.</returns>
    public Task WhenSummarizedAsync() => _services.GetRequiredService<ShortTermMemory>().WhenSummarizedAsync();

    /// <summary>Ends the memory and its stores.</summary>
    /// <returns>The work.</returns>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
