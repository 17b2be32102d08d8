using HospitalityMemory.Stores;
using HospitalityMemory.Tests.Stores;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>Every call of a conversation ends in time over a store that never answers, and at once when it is cancelled.</summary>
public sealed class OutageTests : IDisposable
{
    private static readonly Dictionary<string, Func<ILongTermMemory, CancellationToken, Task>> Calls = new()
    {
        ["profile"] = (memory, token) => memory.GetUserProfileAsync(Guests.Id, token).AsTask(),
        ["initialize"] = (memory, token) => memory.InitializeUserProfileAsync(Guests.Id, token).AsTask(),
        ["amend"] = (memory, token) => memory.AmendBookingAsync(Guests.Id, "b1", booking => booking with { City = "Oslo" }, token).AsTask(),
        ["update"] = (memory, token) => memory.UpdateUserProfileAsync(Guests.Id, fields => fields, token).AsTask(),
        ["preferences"] = (memory, token) => memory.GetUserPreferencesAsync(Guests.Id, token).AsTask(),
        ["search"] = (memory, token) => memory.UpdateUserPreferencesAsync(Guests.Id, new BookingSlots { City = "Rome" }, token).AsTask(),
        ["state"] = (memory, token) =>
            memory.AddStatedPreferenceAsync(Guests.Id, new StatedPreference { Kind = PreferenceKind.City, Value = "Rome" }, token).AsTask(),
        ["remove"] = (memory, token) => memory.RemoveStatedPreferenceAsync(Guests.Id, PreferenceKind.City, "Rome", token).AsTask(),
        ["book"] = (memory, token) => memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"), token).AsTask(),
        ["rate"] = (memory, token) => memory.RateBookingAsync(Guests.Id, "b1", 5, token).AsTask(),
        ["cancel"] = (memory, token) => memory.CancelBookingAsync(Guests.Id, "b1", token).AsTask(),
        ["context"] = (memory, token) => memory.GetPersonalizationContextAsync(Guests.Id, null, token).AsTask(),
        ["analytics"] = (memory, token) => memory.GetUserAnalyticsAsync(Guests.Id, token).AsTask(),
        ["rank"] = (memory, token) => memory.RankPropertiesAsync(Guests.Id, [], token).AsTask(),
        ["consent"] = (memory, token) => memory.SetConsentAsync(Guests.Id, true, token).AsTask(),
        ["active"] = (memory, token) => memory.MarkActiveAsync(Guests.Id, token).AsTask(),
    };

    private static readonly Dictionary<string, Func<ILongTermMemory, CancellationToken, Task>> Unlimited = new()
    {
        ["bookings"] = (memory, token) => memory.AddBookingsToHistoryAsync(Guests.Id, [Guests.Stay("b1")], token).AsTask(),
        ["delete"] = (memory, token) => memory.DeleteUserProfileAsync(Guests.Id, token).AsTask(),
    };

    private readonly Guests _guests = new(SilentStore.Create<IProfileStore>());

    public static TheoryData<string> Names => [.. Calls.Keys];

    public static TheoryData<string> UnlimitedNames => [.. Unlimited.Keys];

    public void Dispose() => _guests.Dispose();

    [Fact]
    public void Every_method_is_called_here() =>
        Assert.Equal(
            typeof(ILongTermMemory).GetMethods().Select(method => method.Name).Except(["GetBookingHistoryAsync", "CleanupInactiveProfilesAsync"]).Count(),
            Calls.Count + Unlimited.Count);

    [Theory, MemberData(nameof(Names))]
    public async Task A_call_ends_when_its_time_is_up_and_says_whose_it_was(string name)
    {
        var call = Calls[name](_guests.Memory, CancellationToken.None);
        _guests.Time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.False(call.IsCompleted);

        _guests.Time.Advance(TimeSpan.FromMilliseconds(1));

        var error = await Assert.ThrowsAsync<MemoryUnavailableException>(() => call);
        Assert.StartsWith(
            "Long-term memory did not finish a call within 00:00:02 (LongTerm.Timeout); its store is 'silent'.", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_cancelled_call_ends_at_once(string name)
    {
        using var source = new CancellationTokenSource();
        var call = Calls[name](_guests.Memory, source.Token);

        await source.CancelAsync();

        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    [Theory, MemberData(nameof(UnlimitedNames))]
    public async Task Imports_and_erasure_take_the_time_that_they_take_and_can_be_cancelled(string name)
    {
        using var source = new CancellationTokenSource();
        var call = Unlimited[name](_guests.Memory, source.Token);

        _guests.Time.Advance(TimeSpan.FromDays(1));

        Assert.False(call.IsCompleted);
        await source.CancelAsync();
    }

    [Fact]
    public async Task Where_defaults_may_be_served_they_are_when_the_time_is_up()
    {
        _guests.Options.LongTerm.ServeDefaultsWhenUnavailable = true;
        var preferences = _guests.Memory.GetUserPreferencesAsync(Guests.Id).AsTask();
        var context = _guests.Memory.GetPersonalizationContextAsync(Guests.Id).AsTask();
        var ranked = _guests.Memory.RankPropertiesAsync(Guests.Id, []).AsTask();

        _guests.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.True((await preferences).IsDegraded);
        Assert.True((await context).IsDegraded);
        Assert.Empty(await ranked);
    }

    /// <summary>An operator's work goes through the same calls, and has no limit.</summary>
    [Fact]
    public void An_export_and_an_erasure_take_the_time_that_they_take()
    {
        using var sessions = new ShortTerm.ShortTermFixture { Store = SilentStore.Create<ISessionStore>() };
        var options = Microsoft.Extensions.Options.Options.Create(_guests.Options);
        var overSilence = new GuestMemory(sessions.Memory, _guests.Memory, sessions.Store, _guests.Store, options, _guests.Time, _guests.Metrics);
        using var answering = new Guests();
        var overSilentSessions = new GuestMemory(sessions.Memory, answering.Memory, sessions.Store, answering.Store, options, _guests.Time, _guests.Metrics);
        Task[] work =
        [
            overSilence.ExportGuestAsync(Guests.Id).AsTask(),
            overSilence.EraseGuestAsync(Guests.Id).AsTask(),
            overSilentSessions.ExportGuestAsync(Guests.Id).AsTask(),
            overSilentSessions.EraseGuestAsync(Guests.Id).AsTask(),
        ];

        _guests.Time.Advance(TimeSpan.FromHours(1));
        sessions.Clock.Advance(TimeSpan.FromHours(1));

        Assert.DoesNotContain(work, task => task.IsCompleted);
    }
}
