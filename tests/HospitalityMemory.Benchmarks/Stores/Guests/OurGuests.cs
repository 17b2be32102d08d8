using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>This library on a SQLite file, with its default settings.</summary>
internal sealed class OurGuests : IGuestStore
{
    private readonly ServiceProvider _provider;

    /// <param name="file">The file.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public OurGuests(string file, TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        if (clock is not null)
        {
            services.AddSingleton(clock);
        }

        services.AddHospitalityMemory().UseSqliteProfiles($"Data Source={file}");
        _provider = services.BuildServiceProvider();
        Memory = _provider.GetRequiredService<ILongTermMemory>();
    }

    public string Name => "HospitalityMemory";

    public ILongTermMemory Memory { get; }

    public async ValueTask BookAsync(string userId, Booking booking) => await Memory.AddBookingToHistoryAsync(userId, booking);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
