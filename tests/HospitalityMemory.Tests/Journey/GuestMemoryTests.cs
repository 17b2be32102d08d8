using System.Diagnostics;
using System.Text.Json.Nodes;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HospitalityMemory.Tests;

public sealed class GuestMemoryTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Origin OfSession = new() { Kind = OriginKind.Operator, SessionId = "s" };
    private static readonly Booking Stay = new() { BookingId = "b-1", City = "Lisbon", CheckIn = new DateOnly(2025, 5, 1), PricePerNight = 120m };

    private static readonly SessionErasure NoSessions = Sessions(0, 0, 0);

    private readonly Mock<IShortTermMemory> _shortTerm = new(MockBehavior.Strict);
    private readonly Mock<ILongTermMemory> _longTerm = new(MockBehavior.Strict);
    private readonly Mock<ISessionStore> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IProfileStore> _profiles = new(MockBehavior.Strict);
    private readonly HospitalityMemoryOptions _options = new();
    private readonly MemoryMetrics _metrics = new(new MemoryInstruments(null), HospitalityMemoryOptions.DefaultApplication);
    private readonly GuestMemory _memory;

    public GuestMemoryTests()
    {
        _sessions.Setup(store => store.TryEmptyLogAsync(It.IsAny<CancellationToken>())).ReturnsAsync(true);
        _profiles.Setup(store => store.TryEmptyLogAsync(It.IsAny<CancellationToken>())).ReturnsAsync(true);
        _memory = new(
            _shortTerm.Object, _longTerm.Object, _sessions.Object, _profiles.Object, Options.Create(_options), new FakeTimeProvider(Now), _metrics);
    }

    public void Dispose() => _metrics.Instruments.Dispose();

    [Fact]
    public async Task A_session_begins_with_the_context_for_its_slots()
    {
        var session = SessionOf("guest") with { Slots = new() { City = "Lisbon", CheckInDate = new DateOnly(2025, 5, 1) } };
        var context = new PersonalizationContext { UserId = "guest", TravelMonth = 5 };
        _shortTerm.Setup(memory => memory.GetOrCreateSessionAsync("s", "guest", default)).ReturnsAsync(session);
        _longTerm.Setup(memory => memory.MarkActiveAsync("guest", default)).Returns(ValueTask.CompletedTask);
        _longTerm.Setup(memory => memory.GetPersonalizationContextAsync("guest", session.Slots, default)).ReturnsAsync(context);

        Assert.Equal(new GuestSession(session, context), await _memory.BeginSessionAsync("s", "guest"));
        _longTerm.Verify(memory => memory.MarkActiveAsync("guest", default), Times.Once);
    }

    [Fact]
    public async Task Another_guests_session_does_not_begin_and_marks_nobody_active()
    {
        _shortTerm.Setup(memory => memory.GetOrCreateSessionAsync("s", "guest", default)).ThrowsAsync(new SessionOwnershipException("s"));

        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await _memory.BeginSessionAsync("s", "guest"));
        _longTerm.VerifyNoOtherCalls();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_outlives_its_long_term_memory_where_the_settings_say_so(bool serveDefaults)
    {
        _options.LongTerm.ServeDefaultsWhenUnavailable = serveDefaults;
        var degraded = new PersonalizationContext { UserId = "guest", IsDegraded = true };
        _shortTerm.Setup(memory => memory.GetOrCreateSessionAsync("s", "guest", default)).ReturnsAsync(SessionOf("guest"));
        _longTerm.Setup(memory => memory.MarkActiveAsync("guest", default)).ThrowsAsync(new MemoryUnavailableException("The store is away."));
        _longTerm.Setup(memory => memory.GetPersonalizationContextAsync("guest", BookingSlots.Empty, default)).ReturnsAsync(degraded);

        if (serveDefaults)
        {
            Assert.Same(degraded, (await _memory.BeginSessionAsync("s", "guest")).Context);
        }
        else
        {
            await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await _memory.BeginSessionAsync("s", "guest"));
        }
    }

    [Fact]
    public async Task Another_guests_session_is_refused_before_the_booking_is_recorded()
    {
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", default)).ReturnsAsync(SessionOf("somebody else"));

        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await _memory.CompleteBookingAsync("s", "guest", Stay));
        _longTerm.VerifyNoOtherCalls();
    }

    [Theory]
    [InlineData("guest")]
    [InlineData(null)]
    public async Task A_completed_booking_is_recorded_and_then_stamped_on_the_session_in_one_step(string? owner)
    {
        var calls = new List<string>();
        var session = SessionOf("guest");
        var recorded = Stay with { Sequence = 3, GuestRating = 4 };
        BookingProblem[] problems = [new() { Field = "guests", Problem = "is 0" }];
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", default)).ReturnsAsync(SessionOf(owner));
        _longTerm.Setup(memory => memory.AddBookingToHistoryAsync("guest", FromSession(Stay), default)).Callback(() => calls.Add("record")).ReturnsAsync(new RecordedBooking(recorded, problems));
        SetUpStamp(session, () => calls.Add("stamp"));

        var completed = await _memory.CompleteBookingAsync("s", "guest", Stay);

        Assert.Equal(["record", "stamp"], calls);
        Assert.Same(recorded, completed.Booking);
        Assert.Same(problems, completed.Problems);
        Assert.Equal("guest", completed.Session!.UserId);
        Assert.Equal(
            """{"booking_id":"b-1","city":"Lisbon","check_in":"2025-05-01","price_per_night":120,"guest_rating":4}""",
            completed.Session.BookingData.ToString());
    }

    [Fact]
    public async Task Of_a_session_that_is_stamped_already_what_is_stored_is_returned()
    {
        var session = SessionOf("guest") with { BookingData = BookingJson.ToFields(Stay) };
        var stored = session with { CurrentAgent = "set meanwhile" };
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", default)).ReturnsAsync(session);
        _longTerm.Setup(memory => memory.AddBookingToHistoryAsync("guest", FromSession(Stay), default)).ReturnsAsync(new RecordedBooking(Stay with { Sequence = 1 }, []));
        SetUpStamp(stored, () => { });

        Assert.Equal(stored, (await _memory.CompleteBookingAsync("s", "guest", Stay)).Session);
    }

    [Fact]
    public async Task An_amended_booking_is_stamped_anew()
    {
        var session = SessionOf("guest") with { BookingData = BookingJson.ToFields(Stay) };
        var amended = Stay with { PricePerNight = 99m };
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", default)).ReturnsAsync(session);
        _longTerm.Setup(memory => memory.AddBookingToHistoryAsync("guest", FromSession(amended), default)).ReturnsAsync(new RecordedBooking(amended, []));
        SetUpStamp(session, () => { });

        Assert.Equal(BookingJson.ToFields(amended), (await _memory.CompleteBookingAsync("s", "guest", amended)).Session!.BookingData);
    }

    [Fact]
    public async Task That_the_session_has_expired_is_no_error()
    {
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", default)).ReturnsAsync((Session?)null);
        _longTerm.Setup(memory => memory.AddBookingToHistoryAsync("guest", FromSession(Stay), default)).ReturnsAsync(new RecordedBooking(Stay, []));

        Assert.Equal(new CompletedBooking(Stay, null), await _memory.CompleteBookingAsync("s", "guest", Stay));
    }

    public static TheoryData<Exception, string?> EndsOfASession => new()
    {
        { new SessionNotFoundException("s"), "guest" },
        { new SessionNotFoundException("s"), null },
        { new SessionOwnershipException("s"), "guest" },
        { new SessionOwnershipException("s"), null },
    };

    [Theory]
    [MemberData(nameof(EndsOfASession), DisableDiscoveryEnumeration = true)]
    public async Task That_the_session_ends_or_goes_to_another_while_the_booking_is_recorded_is_no_error(Exception end, string? owner)
    {
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", default)).ReturnsAsync(SessionOf(owner));
        _longTerm.Setup(memory => memory.AddBookingToHistoryAsync("guest", FromSession(Stay), default)).ReturnsAsync(new RecordedBooking(Stay, []));
        _shortTerm.Setup(memory => memory.UpdateSessionAsync(It.Is<SessionInfo>(session => session.SessionId == "s"), "guest", It.IsAny<Func<SessionState, SessionState>>(), default)).ThrowsAsync(end);

        Assert.Equal(new CompletedBooking(Stay, null), await _memory.CompleteBookingAsync("s", "guest", Stay));
    }

    [Fact]
    public async Task An_export_holds_profile_bookings_and_sessions()
    {
        var profile = new UserProfile { UserId = "guest", CreatedAt = Now, Version = 9, Attributes = JsonFields.Empty.Set("name", "Zo\u00eb") };
        var session = SessionOf("guest") with { Context = JsonFields.Empty.Set("note", "\u4eac\u90fd") };
        _longTerm.Setup(memory => memory.GetUserProfileAsync("guest", default)).ReturnsAsync(profile);
        _profiles.Setup(store => store.ScanBookingsAsync("guest", default)).Returns(Bookings(25));
        _shortTerm.Setup(memory => memory.ListUserSessionsAsync("guest", default)).Returns(Listed(session));
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", default)).ReturnsAsync(session);

        var text = await _memory.ExportGuestAsync("guest");

        var document = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(["schema_version", "user_id", "exported_at", "profile", "bookings", "sessions", "unreadable"], document.Select(field => field.Key));
        Assert.Equal((1, "guest", "2025-03-01T12:00:00Z"), ((int)document["schema_version"]!, (string)document["user_id"]!, (string)document["exported_at"]!));
        Assert.Contains(profile.ToJson(), text, StringComparison.Ordinal);
        Assert.Contains(session.ToJson(), text, StringComparison.Ordinal);
        Assert.Equal(25, document["bookings"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_export_of_a_stranger_is_an_empty_document()
    {
        _longTerm.Setup(memory => memory.GetUserProfileAsync("guest", default)).ReturnsAsync((UserProfile?)null);
        _profiles.Setup(store => store.ScanBookingsAsync("guest", default)).Returns(Bookings(0));
        _shortTerm.Setup(memory => memory.ListUserSessionsAsync("guest", default)).Returns(Listed());

        Assert.Equal(
            """{"schema_version":1,"user_id":"guest","exported_at":"2025-03-01T12:00:00Z","profile":null,"bookings":[],"sessions":[],"unreadable":[]}""",
            await _memory.ExportGuestAsync("guest"));
    }

    [Theory]
    [InlineData(true, 60)]
    [InlineData(false, 0)]
    public async Task An_erasure_deletes_profile_and_sessions_and_says_how_long_caches_elsewhere_may_live(bool isRemote, int seconds)
    {
        _profiles.Setup(store => store.IsRemote).Returns(isRemote);
        _longTerm.SetupSequence(memory => memory.DeleteUserProfileAsync("guest", default))
            .ReturnsAsync(Profile(1, 12)).ReturnsAsync(Profile(0, 0));
        _shortTerm.SetupSequence(memory => memory.DeleteUserSessionsAsync("guest", default)).ReturnsAsync(Sessions(1, 1, 0)).ReturnsAsync(NoSessions);

        var receipt = await _memory.EraseGuestAsync("guest");

        Assert.Equal(
            new ErasureReceipt
            {
                UserId = "guest",
                ErasedAt = Now,
                Profile = Profile(1, 12),
                Sessions = Sessions(1, 1, 0),
                IsLogEmptied = true,
                OtherCachesMayLiveFor = TimeSpan.FromSeconds(seconds),
            },
            receipt);
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task What_a_live_session_taught_during_the_erasure_is_erased_too()
    {
        _profiles.Setup(store => store.IsRemote).Returns(false);
        _longTerm.SetupSequence(memory => memory.DeleteUserProfileAsync("guest", default))
            .ReturnsAsync(Profile(1, 2)).ReturnsAsync(Profile(1, 1));
        _shortTerm.SetupSequence(memory => memory.DeleteUserSessionsAsync("guest", default)).ReturnsAsync(Sessions(1, 1, 0)).ReturnsAsync(NoSessions);

        Assert.Equal(Profile(2, 3), (await _memory.EraseGuestAsync("guest")).Profile);
    }

    [Fact]
    public async Task An_erasure_ends_although_sessions_keep_beginning_and_says_what_is_left()
    {
        _profiles.Setup(store => store.IsRemote).Returns(false);
        _longTerm.Setup(memory => memory.DeleteUserProfileAsync("guest", default)).ReturnsAsync(Profile(0, 0));
        _shortTerm.Setup(memory => memory.DeleteUserSessionsAsync("guest", default)).ReturnsAsync(Sessions(1, 1, 1));

        var receipt = await _memory.EraseGuestAsync("guest");

        Assert.Equal(Sessions(1, GuestMemory.MaxErasureRounds, 1), receipt.Sessions);
        Assert.False(receipt.IsComplete);
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task An_erasure_whose_log_could_not_be_emptied_has_a_receipt_that_says_so(bool ofSessions, bool ofProfiles, bool isBroken)
    {
        _profiles.Setup(store => store.IsRemote).Returns(false);
        _longTerm.Setup(memory => memory.DeleteUserProfileAsync("guest", default)).ReturnsAsync(Profile(0, 0));
        _shortTerm.Setup(memory => memory.DeleteUserSessionsAsync("guest", default)).ReturnsAsync(NoSessions);
        _sessions.Setup(store => store.TryEmptyLogAsync(default)).ReturnsAsync(ofSessions);
        _profiles.Setup(store => store.TryEmptyLogAsync(default)).Returns(
            () => isBroken ? throw new MemoryUnavailableException("The disk is full.") : new(ofProfiles));

        var receipt = await _memory.EraseGuestAsync("guest");

        Assert.Equal((false, false), (receipt.IsLogEmptied, receipt.IsComplete));
        _profiles.Verify(store => store.TryEmptyLogAsync(default), Times.Once);
    }

    [Fact]
    public async Task Erasing_a_stranger_is_no_error()
    {
        _profiles.Setup(store => store.IsRemote).Returns(false);
        _longTerm.Setup(memory => memory.DeleteUserProfileAsync("guest", default)).ReturnsAsync(Profile(0, 0));
        _shortTerm.Setup(memory => memory.DeleteUserSessionsAsync("guest", default)).ReturnsAsync(NoSessions);

        Assert.True((await _memory.EraseGuestAsync("guest")).IsComplete);
        _longTerm.Verify(memory => memory.DeleteUserProfileAsync("guest", default), Times.Once);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\u0000b")]
    public async Task Bad_ids_are_refused_before_anything_is_called(string? id)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _memory.BeginSessionAsync(id!, "guest"));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _memory.BeginSessionAsync("s", id!));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _memory.CompleteBookingAsync(id!, "guest", Stay));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _memory.CompleteBookingAsync("s", id!, Stay));
        await Assert.ThrowsAsync<ArgumentNullException>("booking", async () => await _memory.CompleteBookingAsync("s", "guest", null!));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _memory.ExportGuestAsync(id!));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _memory.EraseGuestAsync(id!));
        _shortTerm.VerifyNoOtherCalls();
        _longTerm.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Each_step_is_an_activity_without_ids_and_a_failed_one_says_so()
    {
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, _metrics.Instruments.Activities),
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var fault = new MemoryUnavailableException("guest-1 is a secret");
        _shortTerm.Setup(memory => memory.GetOrCreateSessionAsync("s", "guest-1", default)).ReturnsAsync(SessionOf("guest-1"));
        _longTerm.Setup(memory => memory.MarkActiveAsync("guest-1", default)).Returns(ValueTask.CompletedTask);
        _longTerm.Setup(memory => memory.GetPersonalizationContextAsync("guest-1", BookingSlots.Empty, default))
            .ReturnsAsync(new PersonalizationContext { UserId = "guest-1" });
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", default)).ThrowsAsync(fault);
        _longTerm.Setup(memory => memory.GetUserProfileAsync("guest-1", default)).ThrowsAsync(fault);
        _longTerm.Setup(memory => memory.DeleteUserProfileAsync("guest-1", default)).ThrowsAsync(fault);

        await _memory.BeginSessionAsync("s", "guest-1");
        Assert.Same(fault, await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await _memory.CompleteBookingAsync("s", "guest-1", Stay)));
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await _memory.ExportGuestAsync("guest-1"));
        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await _memory.EraseGuestAsync("guest-1"));

        Assert.Equal(
            [
                ("guest.begin_session", ActivityStatusCode.Unset),
                ("guest.complete_booking", ActivityStatusCode.Error),
                ("guest.export", ActivityStatusCode.Error),
                ("guest.erase", ActivityStatusCode.Error),
            ],
            activities.Select(activity => (activity.OperationName, activity.Status)));
        Assert.All(activities, activity => Assert.Equal([new("application", "default")], activity.TagObjects));
        Assert.All(activities, activity => Assert.DoesNotContain("guest-1", activity.StatusDescription ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_callers_token_reaches_every_call()
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        _shortTerm.Setup(memory => memory.GetOrCreateSessionAsync("s", "guest", token)).ReturnsAsync(SessionOf("guest"));
        _longTerm.Setup(memory => memory.MarkActiveAsync("guest", token)).Returns(ValueTask.CompletedTask);
        _longTerm.Setup(memory => memory.GetPersonalizationContextAsync("guest", BookingSlots.Empty, token))
            .ReturnsAsync(new PersonalizationContext { UserId = "guest" });
        _shortTerm.Setup(memory => memory.PeekSessionAsync("s", token)).ReturnsAsync(SessionOf("guest"));
        _longTerm.Setup(memory => memory.AddBookingToHistoryAsync("guest", FromSession(Stay), token)).ReturnsAsync(new RecordedBooking(Stay, []));
        _shortTerm.Setup(memory => memory.UpdateSessionAsync(It.Is<SessionInfo>(session => session.SessionId == "s"), "guest", It.IsAny<Func<SessionState, SessionState>>(), token)).ReturnsAsync(SessionOf("guest"));
        _longTerm.Setup(memory => memory.GetUserProfileAsync("guest", token)).ReturnsAsync((UserProfile?)null);
        _profiles.Setup(store => store.ScanBookingsAsync("guest", token)).Returns(Bookings(1));
        _longTerm.Setup(memory => memory.DeleteUserProfileAsync("guest", token)).ReturnsAsync(Profile(0, 0));
        _shortTerm.Setup(memory => memory.ListUserSessionsAsync("guest", token)).Returns(Listed());
        _shortTerm.Setup(memory => memory.DeleteUserSessionsAsync("guest", token)).ReturnsAsync(NoSessions);
        _profiles.Setup(store => store.IsRemote).Returns(false);

        await _memory.BeginSessionAsync("s", "guest", token);
        await _memory.CompleteBookingAsync("s", "guest", Stay, token);
        await _memory.ExportGuestAsync("guest", token);
        await _memory.EraseGuestAsync("guest", token);

        // Strict mocks answer no other token. This verifies that every call was made.
        _shortTerm.VerifyAll();
        _longTerm.VerifyAll();
    }

    private static Session SessionOf(string? userId) => new() { SessionId = "s", UserId = userId, CreatedAt = Now, UpdatedAt = Now, ExpiresAt = Now.AddMinutes(30) };

    private static async IAsyncEnumerable<SessionInfo> Listed(params SessionInfo[] sessions)
    {
        await Task.Yield();
        foreach (var session in sessions)
        {
            yield return session;
        }
    }

    private static async IAsyncEnumerable<ScannedBooking> Bookings(int count)
    {
        await Task.Yield();
        for (var number = 0; number < count; number++)
        {
            yield return new(Stay with { BookingId = $"b-{number}" }, null);
        }
    }

    private void SetUpStamp(Session stored, Action onStamp) => _shortTerm
        .Setup(memory => memory.UpdateSessionAsync(It.Is<SessionInfo>(session => session.SessionId == "s"), "guest", It.IsAny<Func<SessionState, SessionState>>(), default))
        .Returns((SessionInfo _, string _, Func<SessionState, SessionState> update, CancellationToken _) =>
        {
            onStamp();
            return ValueTask.FromResult<SessionInfo>(stored with { BookingData = update(stored.State).BookingData });
        });

    /// <summary>
    /// A booking as it is recorded by the session that led to it. It is a method, since an expression tree cannot use "with".
    /// </summary>
    private static Booking FromSession(Booking booking) => booking with { Origin = OfSession };

    private static SessionErasure Sessions(int found, int deleted, int left) =>
        new() { Found = found, Deleted = deleted, Left = left, Unreadable = 0 };

    private static ProfileErasure Profile(int profiles, long bookings) =>
        new() { ProfilesDeleted = profiles, BookingsDeleted = bookings, ProfilesLeft = 0, BookingsLeft = 0 };
}
