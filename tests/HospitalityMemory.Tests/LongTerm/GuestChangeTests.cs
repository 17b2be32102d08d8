using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging;
using Moq;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>What observers are told. An observer that fails does not fail the call.</summary>
public sealed class GuestChangeTests : IDisposable
{
    private readonly Observer _observer = new();
    private readonly Guests _guests = new();

    public GuestChangeTests() => _guests.Observers.Add(_observer);

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task A_recorded_booking_is_told_with_the_record_before_and_after()
    {
        var memory = _guests.Create();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b1"));
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b2", "Oslo"));

        Assert.Equal(["", "b1"], _observer.Changes.Select(change => Ids(change.Before)));
        Assert.Equal(["b1", "b2,b1"], _observer.Changes.Select(change => Ids(change.After)));
        Assert.Equal(["b1", "b2"], _observer.Changes.Select(change => Assert.Single(change.Bookings).BookingId));
        Assert.All(_observer.Changes, change =>
            Assert.Equal((GuestChangeKind.Recorded, Guests.Id, _guests.Now), (change.Kind, change.UserId, change.At)));
    }

    [Fact]
    public async Task A_change_of_a_booking_or_of_consent_is_told_and_what_changes_nothing_is_not()
    {
        var memory = _guests.Create();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        _observer.Changes.Clear();

        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        await memory.AddStatedPreferenceAsync(Guests.Id, new() { Kind = PreferenceKind.City, Value = "Oslo" });
        Assert.Empty(_observer.Changes);

        await memory.RateBookingAsync(Guests.Id, "b", 5);
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b", "Tampa"));
        await memory.SetConsentAsync(Guests.Id, granted: false);
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("c"));
        await memory.SetConsentAsync(Guests.Id, granted: true);

        Assert.Equal(["b", "b", "", "", ""], _observer.Changes.Select(change => Ids(change.After)));
        Assert.Equal(
            [GuestChangeKind.Changed, GuestChangeKind.Changed, GuestChangeKind.Changed, GuestChangeKind.Recorded, GuestChangeKind.Changed],
            _observer.Changes.Select(change => change.Kind));
        Assert.Equal("Tampa", Assert.Single(_observer.Changes[1].After.Bookings).City);
        Assert.Equal("b", Ids(_observer.Changes[2].Before));
    }

    [Fact]
    public async Task A_cancelled_booking_is_told_and_gone_from_the_record()
    {
        var memory = _guests.Create();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        await memory.CancelBookingAsync(Guests.Id, "b");

        Assert.Equal(("b", ""), (Ids(_observer.Changes[1].Before), Ids(_observer.Changes[1].After)));
        Assert.NotNull(Assert.Single(_observer.Changes[1].Bookings).CancelledAt);
    }

    [Fact]
    public async Task An_erased_guest_is_told_once_with_the_record_that_was_erased()
    {
        var memory = _guests.Create();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        _observer.Changes.Clear();

        await memory.DeleteUserProfileAsync(Guests.Id);
        await memory.DeleteUserProfileAsync(Guests.Id);

        var erased = Assert.Single(_observer.Changes);
        Assert.Equal((GuestChangeKind.Erased, "b", ""), (erased.Kind, Ids(erased.Before), Ids(erased.After)));
    }

    [Fact]
    public async Task A_guest_whose_profile_cannot_be_read_is_erased_all_the_same_and_told_without_a_record()
    {
        var store = new Mock<IProfileStore>();
        store.SetupSequence(it => it.GetForUpdateAsync(Guests.Id, null, It.IsAny<CancellationToken>()))
            .Throws(new SchemaVersionException(StoredDataKind.Profile, 9, 1))
            .Returns(new ValueTask<ProfileForUpdate>(default(ProfileForUpdate)));
        store.Setup(it => it.DeleteAsync(Guests.Id, It.IsAny<CancellationToken>())).ReturnsAsync(new ProfileDeletion(1, 3));
        using var guests = new Guests(store.Object);
        guests.Observers.Add(_observer);

        var erasure = await guests.Create().DeleteUserProfileAsync(Guests.Id);

        Assert.Null(Assert.Single(_observer.Changes).Before);
        Assert.Equal((1, false), (erasure.ProfilesDeleted, erasure.IsLearningTakenBack));
    }

    [Theory]
    [InlineData("all is well", true)]
    [InlineData("it throws", false)]
    [InlineData("it cannot complete", false)]
    [InlineData("it throws when it completes", false)]
    [InlineData("it never completes", false)]
    public async Task An_erasure_does_not_depend_on_observers_and_says_whether_all_was_taken_back(string how, bool isTakenBack)
    {
        var memory = _guests.Create();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        var never = new TaskCompletionSource<bool>();
        _observer.Failure = how is "it throws" ? new InvalidOperationException("No.") : null;
        _observer.Complete = how switch
        {
            "it cannot complete" => () => new(false),
            "it throws when it completes" => () => throw new InvalidOperationException("No."),
            "it never completes" => () => new(never.Task),
            _ => () => new(true),
        };

        var erasing = memory.DeleteUserProfileAsync(Guests.Id).AsTask();
        while (!erasing.IsCompleted)
        {
            _guests.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var erasure = await erasing;
        Assert.Equal(new ProfileErasure { ProfilesDeleted = 1, BookingsDeleted = 1, ProfilesLeft = 0, BookingsLeft = 0, IsLearningTakenBack = isTakenBack }, erasure);
        Assert.True((await memory.DeleteUserProfileAsync(Guests.Id)).IsLearningTakenBack);
    }

    [Fact]
    public async Task An_inactive_guest_who_is_removed_is_told_without_a_record()
    {
        var memory = _guests.Create();
        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));
        _guests.Time.Advance(TimeSpan.FromDays(400));

        Assert.Equal(1, await memory.CleanupInactiveProfilesAsync());

        Assert.Equal((GuestChangeKind.Erased, null), (_observer.Changes[^1].Kind, _observer.Changes[^1].Before));
    }

    [Fact]
    public async Task An_observer_that_fails_fails_no_write_and_the_others_are_told()
    {
        _observer.Failure = new InvalidOperationException("No.");
        var second = new Observer();
        _guests.Observers.Add(second);
        var memory = _guests.Create();

        await memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("b"));

        Assert.Single(second.Changes);
        Assert.Single(await _guests.HistoryAsync());
        var error = Assert.Single(_guests.Log.Collector.GetSnapshot(), record => record.Level is LogLevel.Error).Exception!;
        Assert.StartsWith("System.InvalidOperationException.", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Observer), error.StackTrace, StringComparison.Ordinal);
    }

    private static string Ids(TravelRecord? record) => string.Join(',', record!.Bookings.Select(stay => stay.BookingId));

    private sealed class Observer : IGuestChangeObserver
    {
        public List<GuestChange> Changes { get; } = [];

        public Exception? Failure { get; set; }

        public Func<ValueTask<bool>> Complete { get; set; } = () => new(true);

        public ValueTask<bool> TryCompleteAsync(CancellationToken cancellationToken) => Complete();

        public void OnChanged(GuestChange change)
        {
            if (Failure is { } failure)
            {
                throw failure;
            }

            Changes.Add(change);
        }
    }
}
