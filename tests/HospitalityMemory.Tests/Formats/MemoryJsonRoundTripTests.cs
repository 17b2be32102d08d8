using System.Buffers;
using CsCheck;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Tests.Formats;

public sealed class MemoryJsonRoundTripTests
{
    [Fact]
    public void Any_session_comes_back_the_same() => MemoryGen.Session.Sample(session =>
        MemoryEquality.Same(session, MemoryJson.ReadSession(Written(session, MemoryJson.WriteSession)))
        && MemoryEquality.Same(session, Session.FromJson(session.ToJson())));

    [Fact]
    public void Any_session_state_comes_back_without_its_messages() => MemoryGen.Session.Sample(session =>
        MemoryEquality.Same(
            session with { Messages = MessageList.Empty },
            MemoryJson.ReadSession(Written(session, MemoryJson.WriteSessionState))));

    [Fact]
    public void Any_message_comes_back_the_same() => MemoryGen.Message.Sample(message =>
        MemoryEquality.Same(message, MemoryJson.ReadMessage(Written(message, MemoryJson.WriteMessage)))
        && MemoryEquality.Same(message.WithSequence(7), MemoryJson.ReadMessage(Written(message.WithSequence(7), MemoryJson.WriteMessage))));

    [Fact]
    public void Any_booking_comes_back_the_same() => MemoryGen.Booking.Sample(booking =>
        MemoryEquality.Same(booking, MemoryJson.ReadBooking(Written(booking, MemoryJson.WriteBooking))));

    [Fact]
    public void Any_profile_comes_back_the_same() => MemoryGen.Profile.Sample(profile =>
        MemoryEquality.Same(profile, MemoryJson.ReadProfile(Written(profile, MemoryJson.WriteProfile)))
        && MemoryEquality.Same(profile, UserProfile.FromJson(profile.ToJson())));

    [Fact]
    public void What_was_read_is_written_again_byte_for_byte() => MemoryGen.Profile.Sample(profile =>
    {
        var once = Written(profile, MemoryJson.WriteProfile);
        Assert.Equal(once, Written(MemoryJson.ReadProfile(once), MemoryJson.WriteProfile));
    });

    [Fact]
    public void The_version_that_the_store_gave_is_not_written()
    {
        var profile = new UserProfile { UserId = "u", CreatedAt = DateTimeOffset.UnixEpoch, Version = 41 };

        Assert.DoesNotContain("41", profile.ToJson());
        Assert.Equal(0, UserProfile.FromJson(profile.ToJson()).Version);
    }

    [Fact]
    public void No_booking_is_written_twice()
    {
        var bookings = Enumerable.Range(1, 130).Select(number => new Booking
        {
            BookingId = $"booking-{number:000}",
            City = "Lisbon",
            CheckIn = new DateOnly(2025, 1, 1).AddDays(-number),
        });
        var profile = new UserProfile
        {
            UserId = "u",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Bookings = bookings.Aggregate(KnownBookings.None, (known, booking) => known.Add(booking)),
        };

        var json = profile.ToJson();

        Assert.All(Enumerable.Range(1, 100), number => Assert.Equal(2, json.Split($"booking-{number:000}").Length));
        Assert.Equal(20, System.Text.Json.Nodes.JsonNode.Parse(json)!["booking_history"]!.AsArray().Count);
        Assert.Equal(80, System.Text.Json.Nodes.JsonNode.Parse(json)!["travel_record"]!["further_stays"]!.AsArray().Count);
        Assert.Equal(profile.Bookings.Latest.Select(booking => booking.BookingId), UserProfile.FromJson(json).Bookings.Latest.Select(booking => booking.BookingId));
        Assert.Equal(profile.Bookings.Window.Select(booking => booking.BookingId), UserProfile.FromJson(json).Bookings.Window.Select(booking => booking.BookingId));
    }

    private static byte[] Written<T>(T record, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(record, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
