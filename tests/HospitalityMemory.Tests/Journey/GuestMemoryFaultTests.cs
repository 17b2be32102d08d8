using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Tests;

/// <summary>
/// Every step of the journey over the real memories. Each call of a store is broken in turn, and the step is then called again.
/// </summary>
public sealed class GuestMemoryFaultTests
{
    private const string Guest = "guest";

    private static readonly Booking Stay = new()
    {
        BookingId = "b-2",
        City = "Lisbon",
        CheckIn = new DateOnly(2025, 5, 1),
        CheckOut = new DateOnly(2025, 5, 4),
        PricePerNight = 120m,
        Currency = "EUR",
    };

    public static TheoryData<string, bool> Steps => new()
    {
        { "begin", false }, { "begin", true },
        { "begin anew", false }, { "begin anew", true },
        { "complete", false }, { "complete", true },
        { "export", false }, { "export", true },
        { "erase", false }, { "erase", true },
        { "whole journey", false }, { "whole journey", true },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_step_broken_off_at_any_call_and_called_again_ends_in_the_same_state_once(string step, bool afterwards)
    {
        using var undisturbed = new World();
        await undisturbed.PrepareAsync();
        await undisturbed.RunAsync(step);
        var expected = await undisturbed.StateAsync();
        var expectedCommits = undisturbed.Commits;

        var struck = 0;
        for (var call = 1; call <= struck + 1; call++)
        {
            using var world = new World();
            await world.PrepareAsync();
            var fault = new Fault(call, afterwards);
            world.BreakWith(fault);
            await world.RunUntilDoneAsync(step);
            world.BreakWith(Fault.None);
            struck += fault.HasStruck ? 1 : 0;

            Assert.Equal(expected, await world.StateAsync());
            Assert.Equal(expectedCommits, world.Commits);
        }

        Assert.True(struck >= 2, $"Only {struck} calls were broken.");
    }

    [Fact]
    public async Task A_completed_booking_is_stamped_after_it_was_recorded_and_teaches_once()
    {
        using var world = new World();
        await world.PrepareAsync();

        var first = await world.Memory.CompleteBookingAsync("s", Guest, Stay);
        var again = await world.Memory.CompleteBookingAsync("s", Guest, Stay);

        Assert.Equal(first.Session!.Version, again.Session!.Version);
        Assert.Equal("b-2", again.Session.BookingData.GetString("booking_id"));
        Assert.Equal(Guest, again.Session.UserId);
        Assert.Equal(["Lisbon", "Porto"], (await world.LongTerm.GetUserProfileAsync(Guest))!.BookingHistory.Select(booking => booking.City));
        Assert.Equal(2, (await world.LongTerm.GetUserProfileAsync(Guest))!.Insights.BookingCount);
    }

    [Fact]
    public async Task An_erased_guest_leaves_nothing_and_a_later_booking_starts_an_empty_profile()
    {
        using var world = new World();
        await world.PrepareAsync();
        await world.Memory.CompleteBookingAsync("s", Guest, Stay);

        var receipt = await world.Memory.EraseGuestAsync(Guest);

        Assert.True(receipt.IsComplete);
        Assert.Equal((1, 2L, 1), (receipt.Profile.ProfilesDeleted, receipt.Profile.BookingsDeleted, receipt.Sessions.Deleted));
        Assert.Null(await world.LongTerm.GetUserProfileAsync(Guest));
        Assert.Null(await world.ShortTerm.PeekSessionAsync("s"));
        await world.Memory.CompleteBookingAsync("s", Guest, Stay with { BookingId = "b-3" });
        Assert.Equal(["b-3"], (await world.LongTerm.GetUserProfileAsync(Guest))!.BookingHistory.Select(booking => booking.BookingId));
    }

    [Fact]
    public async Task An_expired_session_stays_gone_when_its_booking_completes()
    {
        using var world = new World();
        await world.PrepareAsync();
        world.Time.Advance(TimeSpan.FromMinutes(30));

        var completed = await world.Memory.CompleteBookingAsync("s", Guest, Stay);

        Assert.Null(completed.Session);
        Assert.Null(await world.ShortTerm.PeekSessionAsync("s"));
        Assert.Equal(2, (await world.LongTerm.GetUserProfileAsync(Guest))!.BookingHistory.Count);
    }

    [Fact]
    public async Task Another_guests_session_changes_nothing_for_either_guest()
    {
        using var world = new World();
        await world.PrepareAsync();
        await world.Memory.BeginSessionAsync("s", Guest);
        var before = await world.StateAsync();

        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await world.Memory.BeginSessionAsync("s", "intruder"));
        await Assert.ThrowsAsync<SessionOwnershipException>(async () => await world.Memory.CompleteBookingAsync("s", "intruder", Stay));

        Assert.Equal(before, await world.StateAsync());
        Assert.Null(await world.LongTerm.GetUserProfileAsync("intruder"));
    }

    /// <summary>A guest with one stay, an anonymous session with slots, and stores with a broken call.</summary>
    private sealed class World : IDisposable
    {
        private readonly MemoryMetrics _metrics = new(new MemoryInstruments(null), HospitalityMemoryOptions.DefaultApplication);
        private readonly FaultInjectingSessionStore _sessions;
        private readonly FaultInjectingProfileStore _profiles;

        public World()
        {
            var options = Options.Create(new HospitalityMemoryOptions());
            _sessions = new FaultInjectingSessionStore(new InMemorySessionStore());
            _profiles = new FaultInjectingProfileStore(new InMemoryProfileStore());
            ShortTerm = new ShortTermMemory(_sessions, options, Time, _metrics, [], [], [], new EstimatedTokenCounter(), NullLogger<ShortTermMemory>.Instance);
            var learner = new FrequencyPreferenceLearner();
            LongTerm = new LongTermMemory(
                _profiles,
                learner,
                NameRules.Default,
                options,
                Time,
                _metrics,
                [],
                [],
                NullLogger<LongTermMemory>.Instance);
            Memory = new GuestMemory(ShortTerm, LongTerm, _sessions, _profiles, options, Time, _metrics);
        }

        public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero));

        public ShortTermMemory ShortTerm { get; }

        public LongTermMemory LongTerm { get; }

        public GuestMemory Memory { get; }

        /// <summary>
        /// How often the guest's profile was written. The state alone would not show a write of the same content.
        /// </summary>
        public int Commits => _profiles.Commits;

        public void Dispose() => _metrics.Instruments.Dispose();

        public void BreakWith(Fault fault)
        {
            _sessions.Fault = fault;
            _profiles.Fault = fault;
        }

        public async Task PrepareAsync()
        {
            await LongTerm.AddBookingToHistoryAsync(Guest, new Booking { BookingId = "b-1", City = "Porto", CheckIn = new DateOnly(2024, 6, 1) });

            // One day later: a begun session then has to mark the guest as active.
            Time.Advance(TimeSpan.FromDays(1));
            await ShortTerm.CreateSessionAsync("s");
            await ShortTerm.UpdateSlotsAsync("s", new BookingSlots { City = "Lisbon", CheckInDate = new DateOnly(2025, 5, 1) });
            await ShortTerm.AddMessageAsync("s", MessageRole.User, "A flat in Lisbon, please.");
        }

        public async Task RunAsync(string step)
        {
            switch (step)
            {
                case "begin":
                    await Memory.BeginSessionAsync("s", Guest);
                    break;
                case "begin anew":
                    await Memory.BeginSessionAsync("another", Guest);
                    break;
                case "complete":
                    await Memory.CompleteBookingAsync("s", Guest, Stay);
                    break;
                case "export":
                    await Memory.ExportGuestAsync(Guest);
                    break;
                case "erase":
                    await ShortTerm.GetOrCreateSessionAsync("s", Guest);
                    await Memory.EraseGuestAsync(Guest);
                    break;
                case "whole journey":
                    await Memory.BeginSessionAsync("s", Guest);
                    await Memory.CompleteBookingAsync("s", Guest, Stay);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(step), step, null);
            }
        }

        public async Task RunUntilDoneAsync(string step)
        {
            try
            {
                await RunAsync(step);
            }
            catch (MemoryUnavailableException)
            {
                await RunAsync(step);
            }
        }

        /// <summary>Everything that is stored about the guest and in the session, as text.</summary>
        public async Task<string> StateAsync()
        {
            var export = await Memory.ExportGuestAsync(Guest);
            var session = await ShortTerm.PeekSessionAsync("s");
            return export + "\n" + session?.ToJson();
        }
    }
}
