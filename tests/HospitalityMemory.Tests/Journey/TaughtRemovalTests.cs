using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests;

/// <summary>An operator takes back what one conversation taught, by the service that hosts resolve.</summary>
public sealed class TaughtRemovalTests : IAsyncDisposable
{
    private readonly ServiceProvider _provider = new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider();

    private IMemoryAdministration Administration => _provider.GetRequiredService<IMemoryAdministration>();

    private ILongTermMemory LongTerm => _provider.GetRequiredService<ILongTermMemory>();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task A_booking_that_a_session_led_to_teaches_no_more_and_another_does()
    {
        var guests = _provider.GetRequiredService<IGuestMemory>();
        await guests.BeginSessionAsync("s1", "anna");
        await guests.CompleteBookingAsync("s1", "anna", Stay("b1", "Rome"));
        await guests.CompleteBookingAsync("s2", "anna", Stay("b2", "Oslo"));

        var removed = await Administration.RemoveByOriginAsync("anna", new() { SessionId = "s1" });

        Assert.Equal(new OriginRemoval { StatedPreferences = 0, Searches = 0, Bookings = 1 }, removed);
        Assert.Equal(["Oslo"], (await LongTerm.GetUserPreferencesAsync("anna")).PreferredCities);
        Assert.Equal(2, (await LongTerm.GetUserProfileAsync("anna"))!.BookingHistory.Count);
    }

    [Fact]
    public async Task A_filter_that_would_mean_everything_is_refused_and_nothing_is_changed()
    {
        await LongTerm.AddBookingToHistoryAsync("anna", Stay("b1", "Rome") with { Origin = new() { Kind = OriginKind.Import } });

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Administration.RemoveByOriginAsync("anna", new()).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Administration.RemoveByOriginAsync("", new() { Kind = OriginKind.Import }).AsTask());

        Assert.Contains("Kind nor SessionId nor Name", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["Rome"], (await LongTerm.GetUserPreferencesAsync("anna")).PreferredCities);
    }

    private static Booking Stay(string id, string city) => new() { BookingId = id, City = city, CheckIn = new(2025, 5, 1) };
}
