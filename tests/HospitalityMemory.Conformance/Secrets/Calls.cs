using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HospitalityMemory.Conformance.Secrets;

/// <summary>Every call there is of a memory, with the planted text in all that it is given.</summary>
internal sealed class Calls(IServiceProvider provider, Planted planted, Eavesdropper ears)
{
    private readonly IShortTermMemory _shortTerm = provider.GetRequiredService<IShortTermMemory>();
    private readonly ILongTermMemory _longTerm = provider.GetRequiredService<ILongTermMemory>();
    private readonly IGuestMemory _guests = provider.GetRequiredService<IGuestMemory>();
    private readonly IMemoryAdministration _administration = provider.GetRequiredService<IMemoryAdministration>();

    /// <summary>Makes them all, whatever becomes of each.</summary>
    /// <returns>How many failed.</returns>
    public async Task<int> MakeAsync()
    {
        var failed = 0;
        foreach (var call in (Func<Task>[])[.. OfConversations(), .. OfGuests(), .. OfBadInput(), .. OfOperators(), .. OfEnds()])
        {
            failed += await TryAsync(call) ? 0 : 1;
        }

        ears.ReadGauges();
        return failed;
    }

    public async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            ears.Caught(exception);
            return false;
        }
    }

    private IEnumerable<Func<Task>> OfConversations() =>
    [
        async () => await _guests.BeginSessionAsync(planted.Session, planted.Guest),
        async () => await _shortTerm.CreateSessionAsync(new NewSession
        {
            SessionId = planted.Session + "2", UserId = planted.Guest, CurrentAgent = planted.Name, Context = planted.Fields,
        }),
        async () => await _shortTerm.GetOrCreateSessionAsync(planted.Session, planted.Guest),
        async () => await _shortTerm.AddMessageAsync(planted.Session, planted.Message),
        async () => await _shortTerm.AddMessagesAsync(
            planted.Session, [.. Enumerable.Range(0, 30).Select(number => new SessionMessage { Role = MessageRole.User, Content = $"{number} {planted.Text}" })]),
        async () => await _shortTerm.UpdateSlotsAsync(planted.Session, new() { City = planted.Name, Extras = planted.Fields }),
        async () => await _shortTerm.UpdateSlotsFromJsonAsync(planted.Session, Planted.Json($$"""{"city":"{{planted.Marker}}","x{{planted.Marker}}":1}""")),
        async () => await _shortTerm.UpdateSessionAsync(
            planted.Session, state => state with { CurrentAgent = planted.Name, Context = planted.Fields, BookingData = planted.Fields, AdditionalFields = planted.Fields }),
        async () => await _shortTerm.GetSessionAsync(planted.Session),
        async () => await _shortTerm.PeekSessionAsync(planted.Session),
        async () => await _shortTerm.GetMessagesAsync(planted.Session, 0, 10),
        async () => await _shortTerm.GetLatestMessagesAsync(planted.Session, 10),
        async () => await _shortTerm.ReplaceMessageAsync(planted.Session, 31, message => message with { Content = planted.Text + "!" }),
        async () => await ReadAsync(_shortTerm.ListUserSessionsAsync(planted.Guest)),
        async () => await _shortTerm.ListUserSessionsAsync(planted.Guest, null, 10),
        async () => await _shortTerm.ClearSlotsAsync(planted.Session, ["city"]),
    ];

    private IEnumerable<Func<Task>> OfGuests() =>
    [
        async () => await _longTerm.InitializeUserProfileAsync(planted.Guest),
        async () => await _longTerm.UpdateUserProfileAsync(planted.Guest, _ => new() { Attributes = planted.Fields, AdditionalFields = planted.Fields }),
        async () => await _guests.CompleteBookingAsync(planted.Session, planted.Guest, planted.Booking),
        async () => await _longTerm.AddBookingsToHistoryAsync(planted.Guest, [planted.Booking with { BookingId = planted.BookingId + "2" }]),
        async () => await _longTerm.RateBookingAsync(planted.Guest, planted.BookingId, 5),
        async () => await _longTerm.AmendBookingAsync(planted.Guest, planted.BookingId, booking => booking with { City = planted.Name + "!" }),
        async () => await _longTerm.CancelBookingAsync(planted.Guest, planted.BookingId + "2"),
        async () => await _longTerm.UpdateUserPreferencesAsync(planted.Guest, new() { City = planted.Name, CheckInDate = new(2999, 1, 1) }),
        async () => await _longTerm.AddStatedPreferenceAsync(planted.Guest, new() { Kind = PreferenceKind.City, Value = planted.Name }),
        async () => await _longTerm.RemoveStatedPreferenceAsync(planted.Guest, PreferenceKind.City, planted.Name),
        async () => await _longTerm.GetUserProfileAsync(planted.Guest),
        async () => await _longTerm.GetUserPreferencesAsync(planted.Guest),
        async () => await _longTerm.GetPersonalizationContextAsync(planted.Guest, new() { City = planted.Name }),
        async () => await _longTerm.GetUserAnalyticsAsync(planted.Guest),
        async () => await ReadAsync(_longTerm.GetBookingHistoryAsync(planted.Guest)),
        async () => await _longTerm.RankPropertiesAsync(planted.Guest, [new() { PropertyId = planted.Name, City = planted.Name, Amenities = [planted.Name] }]),
        async () => await _longTerm.SetConsentAsync(planted.Guest, granted: true),
        async () => await _longTerm.MarkActiveAsync(planted.Guest),
        async () => await _guests.ExportGuestAsync(planted.Guest),
    ];

    /// <summary>What is refused, and what is not there.</summary>
    private IEnumerable<Func<Task>> OfBadInput()
    {
        var tooLong = planted.Marker + new string('x', 300);
        return
        [
            async () => await _shortTerm.CreateSessionAsync(planted.Session),
            async () => await _shortTerm.CreateSessionAsync(planted.Session + "\n"),
            async () => await _shortTerm.CreateSessionAsync(tooLong),
            async () => await _shortTerm.GetOrCreateSessionAsync(planted.Session, "other " + planted.Guest),
            async () => await _shortTerm.AddMessageAsync("no " + planted.Session, MessageRole.User, planted.Text),
            async () => await _shortTerm.AddMessageAsync(planted.Session, new SessionMessage { Role = MessageRole.User, Content = "", Name = tooLong }),
            async () => await _shortTerm.AddMessageAsync(planted.Session, new MessageRole(planted.Marker + "\u0001"), ""),
            async () => await _shortTerm.AddMessageAsync(
                planted.Session, new SessionMessage { Role = MessageRole.User, Content = new string('x', 3_000_000) + planted.Marker, Pinned = true }),
            async () => await _shortTerm.ReplaceMessageAsync(planted.Session, 9_999, message => message),
            async () => await _shortTerm.UpdateSlotsFromJsonAsync(planted.Session, Planted.Json(
                $$"""{"check_in_date":"{{planted.Marker}}","number_of_guests":"{{planted.Marker}}","budget":"{{planted.Marker}}","city":["{{planted.Marker}}"],"budget_currency":"{{planted.Marker}}"}""")),
            async () => await _shortTerm.ClearSlotsAsync(planted.Session, [planted.Marker]),
            async () => await _shortTerm.ListUserSessionsAsync(planted.Guest, planted.Marker, 10),
            async () => await _shortTerm.UpdateSessionAsync(planted.Session, _ => throw new HostsOwnException(planted.Text)),
            async () => await _longTerm.AddBookingToHistoryAsync(planted.Guest, planted.Booking with { CheckOut = new(2025, 1, 1) }),
            async () => await _longTerm.AddBookingToHistoryAsync(planted.Guest, planted.Booking with { Currency = planted.Marker }),
            async () => await _longTerm.AddBookingToHistoryAsync(planted.Guest, planted.Booking with { City = planted.Marker + new string('x', 5_000) }),
            async () => await _longTerm.AddBookingToHistoryAsync(planted.Guest + "\u2028", planted.Booking),
            async () => await _longTerm.RateBookingAsync(planted.Guest, "no " + planted.BookingId, 5),
            async () => await _longTerm.RateBookingAsync(planted.Guest, planted.BookingId, 17),
            async () => await _longTerm.UpdateUserProfileAsync("no " + planted.Guest, fields => fields),
            async () => await _longTerm.UpdateUserProfileAsync(planted.Guest, fields => fields with { AdditionalFields = planted.Fields.Set("user_id", planted.Text) }),
            async () => await _longTerm.AddStatedPreferenceAsync(planted.Guest, new() { Kind = PreferenceKind.City, Value = planted.Marker + new string('x', 5_000) }),
            async () => await _longTerm.RankPropertiesAsync(planted.Guest, [new() { PropertyId = planted.Name, Currency = planted.Marker }]),
            async () => await _longTerm.GetUserProfileAsync(planted.Guest, new CancellationToken(canceled: true)),
            async () => await Task.Run(() => SessionJsonExtensions.FromJson($$"""{"session_id":"{{planted.Marker}}",{{planted.Marker}}""")),
            async () => await Task.Run(() => UserProfileJsonExtensions.FromJson($$"""{"user_id":"{{planted.Marker}}","created_at":"{{planted.Marker}}"}""")),
        ];
    }

    private IEnumerable<Func<Task>> OfOperators() =>
    [
        async () => await ReadAsync(_administration.ListSessionsAsync()),
        async () => await _administration.ListSessionsAsync(null, 10),
        async () => await _shortTerm.GetMemoryUsageAsync(),
        async () => await _shortTerm.CleanupExpiredAsync(),
        async () => await _longTerm.CleanupInactiveProfilesAsync(),
        async () =>
        {
            var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            foreach (var (name, entry) in report.Entries)
            {
                ears.Note("health", $"{name} {entry.Description} {entry.Exception} {string.Join(' ', entry.Data)}");
            }
        },
    ];

    private IEnumerable<Func<Task>> OfEnds() =>
    [
        async () => await _shortTerm.ClearMessagesAsync(planted.Session),
        async () => await _shortTerm.DeleteSessionAsync(planted.Session),
        async () => await _longTerm.DeleteUserProfileAsync(planted.Guest),
        async () => await _guests.EraseGuestAsync(planted.Guest),
    ];

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var item in items)
        {
            _ = item;
        }
    }
}
