using System.Globalization;
using System.Text;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>Profiles and bookings to keep, and what they hold as text, by which two of them are compared.</summary>
internal static class ProfileSamples
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static UserProfile Profile(string userId, long version = 0) => new()
    {
        UserId = userId,
        CreatedAt = Now,
        UpdatedAt = Now,
        LastActiveAt = Now,
        Version = version,
        Bookings = KnownBookings.None,
    };

    public static Booking Booking(string bookingId, DateOnly? checkIn = null, long sequence = 1) => new()
    {
        BookingId = bookingId,
        City = "Miami",
        CheckIn = checkIn ?? new DateOnly(2026, 5, 1),
        Sequence = sequence,
    };

    /// <summary>A profile with something in every field, much of it far from ASCII.</summary>
    public static (UserProfile Profile, Booking Booking) Full(string userId)
    {
        // Not split: it is one list of all fields.
        var booking = new Booking
        {
            BookingId = "b/é:1 \"quoted\" 🏖",
            City = "São Paulo – 東京",
            CheckIn = new DateOnly(2026, 2, 28),
            CheckOut = new DateOnly(2026, 3, 4),
            PropertyId = "عقار-٧",
            Country = "Việt Nam",
            BookedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
            Guests = 4,
            Adults = 3,
            Children = 1,
            Rooms = 2,
            PricePerNight = 1234.56m,
            TotalPrice = 5000.05m,
            Currency = "EUR",
            Channel = "агентство",
            RatePlan = "ยืดหยุ่น",
            Operator = "Frau Müller",
            TimeZone = "America/Sao_Paulo",
            Origin = new() { Kind = OriginKind.Agent, SessionId = "сессия/1", Name = "Concierge №5" },
            Teaches = false,
            PropertyType = "вилла",
            Amenities = ["piscine chauffée", "Wi‑Fi", "👩‍👩‍👧 room"],
            GuestRating = 4.5m,
            Status = BookingStatus.NoShow,
            CancelledAt = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero),
            AdditionalFields = JsonFields.Empty.Set("x_channel", "メール"),
        };
        var known = KnownBookings.None
            .Add(booking)
            .Add(Booking("second") with { PricePerNight = 100, Currency = "USD" })
            .Forget()
            .Add(Booking("third", new DateOnly(2026, 6, 1)))
            .NoteSearch(new SearchedStay
            {
                City = "Zürich",
                CheckIn = new DateOnly(2026, 12, 24),
                Budget = 250.5m,
                Currency = "CHF",
                Guests = 2,
                SearchedAt = Now,
                Origin = new() { Kind = OriginKind.Guest, SessionId = "s ☂" },
            });
        var profile = Profile(userId) with
        {
            UpdatedAt = Now.AddSeconds(1),
            LastActiveAt = Now.AddSeconds(2),
            Consent = ConsentStatus.Granted,
            ConsentChangedAt = Now.AddDays(-1),
            Attributes = JsonFields.Empty.Set("name", "Zoë O’Brien \u2028").Set("vip", true).Set("points", 12.5m),
            StatedPreferences =
            [
                new() { Kind = PreferenceKind.PriceRange, Value = "EUR", PriceRange = new() { Min = 80, Max = 120.5m, Currency = "EUR" }, StatedAt = Now },
                new() { Kind = PreferenceKind.Other, Value = "pas de tabac 🚭", Avoid = true, StatedAt = Now.AddDays(-2) },
            ],
            ImportedPreferences = new() { All = PreferencesJson.OfViews(["Köln"], null, ["sauna"], []) },
            AdditionalFields = JsonFields.Empty.Set("legacy_tier", "gold ★"),
            Bookings = known,
        };
        return (profile, booking with { Sequence = 1 });
    }

    /// <summary>The profile once these were booked, one after the other.</summary>
    public static UserProfile Booked(UserProfile profile, params IEnumerable<Booking> bookings) =>
        profile with { Bookings = bookings.Aggregate(profile.Bookings, static (known, booking) => known.Add(booking)) };

    /// <summary>A profile that this library did not write, with these bookings embedded, newest first.</summary>
    public static UserProfile FromElsewhere(string userId, params Booking[] bookings) =>
        Profile(userId) with { Bookings = KnownBookings.FromElsewhere with { Embedded = bookings } };

    public static async Task<UserProfile> CommitAsync(IProfileStore store, UserProfile profile, params Booking[] bookings)
    {
        var version = await store.TryCommitAsync(profile, bookings, CaseToken.Current);
        Assert.NotNull(version);
        return profile with { Version = version.Value };
    }

    public static async Task<List<Booking>> BookingsAsync(IProfileStore store, string userId)
    {
        var bookings = new List<Booking>();
        await foreach (var booking in store.GetBookingsAsync(userId, CaseToken.Current))
        {
            bookings.Add(booking);
        }

        return bookings;
    }

    public static async Task<List<string>> DeleteInactiveAsync(IProfileStore store, DateTimeOffset inactiveSince, DateOnly today)
    {
        var deleted = new List<string>();
        await foreach (var userId in store.DeleteInactiveAsync(inactiveSince, today, CaseToken.Current))
        {
            deleted.Add(userId);
        }

        return deleted;
    }

    public static string Text(Booking booking) => string.Create(
        CultureInfo.InvariantCulture,
        $"{booking.BookingId}|{booking.City}|{booking.CheckIn:O}|{booking.CheckOut:O}|{booking.PropertyId}|{booking.Country}|{booking.BookedAt:O}|{booking.Guests}|{booking.PricePerNight:0.####}|{booking.Currency}|{booking.PropertyType}|{string.Join(';', booking.Amenities)}|{booking.GuestRating:0.##}|{booking.Status}|{booking.CancelledAt:O}|{booking.AdditionalFields}|{booking.Sequence}|{booking.Adults}|{booking.Children}|{booking.Rooms}|{booking.TotalPrice:0.####}|{booking.Channel}|{booking.RatePlan}|{booking.Operator}|{booking.TimeZone}|{booking.Origin}|{booking.Teaches}");

    /// <summary>Everything but the version, which the store gives, and what is computed when read.</summary>
    public static string Text(UserProfile profile)
    {
        var text = new StringBuilder();
        Line($"{profile.UserId}|{profile.CreatedAt:O}|{profile.UpdatedAt:O}|{profile.LastActiveAt:O}|{profile.Consent}|{profile.ConsentChangedAt:O}");
        Line($"{profile.Attributes}|{profile.AdditionalFields}");
        foreach (var stated in profile.StatedPreferences)
        {
            Line($"stated {stated.Kind}|{stated.Value}|{stated.Avoid}|{stated.PriceRange?.Min:0.##}|{stated.PriceRange?.Max:0.##}|{stated.PriceRange?.Currency}|{stated.StatedAt:O}");
        }

        if (profile.ImportedPreferences is { } imported)
        {
            Line($"imported {string.Join(';', imported.PreferredCities)}|{string.Join(';', imported.PreferredAmenities)}");
        }

        var known = profile.Bookings;
        Line($"bookings {known.Embedded is not null}|{known.LastSequence}|{known.LearnsAfter}|{known.Latest.Total}|{known.Window.Total}|{profile.LastStayDay:O}");
        foreach (var search in known.Searches)
        {
            Line($"search {search.City}|{search.CheckIn:O}|{search.Budget:0.##}|{search.Currency}|{search.Guests}|{search.SearchedAt:O}");
        }

        foreach (var booking in known.Embedded ?? known.Latest)
        {
            Line($"booking {Text(booking)}");
        }

        foreach (var stay in known.Window)
        {
            Line($"stay {Text(stay)}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
