using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace HospitalityMemory.Tests.Formats;

/// <summary>Random records of everything that is stored, with anything that text and JSON may contain.</summary>
internal static class MemoryGen
{
    private static readonly string[] Pieces =
        ["a", "Z", "0", " ", "é", "ß", "\u4eac\u90fd", "\U0001F3D6", "\"", "\\", "/", "<&>", "'", "+", "\u00ad", "\u2028", "\u200f", "_", "$"];

    public static Gen<string> Name { get; } = Gen.OneOf(Pieces).Array[1, 12].Select(string.Concat);

    /// <summary>Unlike names, ids have no line separators.</summary>
    public static Gen<string> Id { get; } = Name.Select(static name => name.Replace("\u2028", "\u00a0", StringComparison.Ordinal));

    public static Gen<string> Text { get; } =
        Gen.OneOf([.. Pieces, "\n", "\t", "\0", "\u001b", "\ufffd"]).Array[0, 20].Select(string.Concat);

    public static Gen<DateTimeOffset> Time { get; } = Gen.Frequency(
        (3, Gen.Long[0, 3_000_000_000].Select(DateTimeOffset.FromUnixTimeSeconds)),
        (1, Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero))));

    public static Gen<DateOnly> Day { get; } = Gen.Int[0, DateOnly.MaxValue.DayNumber - 500].Select(DateOnly.FromDayNumber);

    public static Gen<decimal> Amount { get; } = Gen.Frequency(
        (3, Gen.Int[1, 10_000_000].Select(cents => cents / 100m)),
        (1, Gen.Int[1, 5000].Select(whole => (decimal)whole)),
        (1, Gen.Decimal[0, 1_000_000_000]));

    public static Gen<string> Currency { get; } = Gen.OneOf("USD", "EUR", "JPY");

    public static Gen<JsonElement> Json { get; } = JsonText(3).Select(text => JsonDocument.Parse(text).RootElement);

    public static Gen<JsonFields> Fields { get; } = FieldsNamed(Name.Select(name => "x" + name));

    public static Gen<Origin> Origin { get; } = Gen.Select(
        Gen.Enum<OriginKind>(), OrNull(Id), OrNull(Id), (kind, session, name) => new Origin { Kind = kind, SessionId = session, Name = name });

    public static Gen<BookingSlots> Slots { get; } = Gen.Select(
        OrNull(Text), Day, Gen.Int[1, 400], Gen.Int[0, 3], Gen.Select(Gen.Int[1, 1000], Amount, Currency, Gen.Int[0, 63]), Fields,
        (city, checkIn, nights, dates, rest, extras) => new BookingSlots
        {
            City = city,
            CheckInDate = dates > 0 ? checkIn : null,
            CheckOutDate = dates > 1 ? checkIn.AddDays(nights) : null,
            NumberOfGuests = (rest.Item4 & 1) is 0 ? null : rest.Item1,
            Budget = (rest.Item4 & 2) is 0 ? null : rest.Item2,
            BudgetCurrency = (rest.Item4 & 4) is 0 ? null : rest.Item3,
            NumberOfNights = (rest.Item4 & 8) is 0 ? null : nights,
            Open = (city is null ? OpenSlots.City : OpenSlots.None)
                | ((rest.Item4 & 19) is 16 ? OpenSlots.NumberOfGuests | OpenSlots.Budget : OpenSlots.None)
                | (dates is 0 && (rest.Item4 & 40) is 32 ? OpenSlots.CheckInDate | OpenSlots.CheckOutDate : OpenSlots.None),
            Extras = extras,
        });

    private static readonly MessageRole[] Roles =
        [MessageRole.User, MessageRole.Assistant, MessageRole.System, MessageRole.Tool, new("developer"), new("USER")];

    public static Gen<SessionMessage> Message { get; } = Gen.Select(
        Gen.Int[0, Roles.Length - 1].Select(index => Roles[index]),
        Text,
        Time,
        Gen.Bool,
        Gen.Select(OrNull(Text), OrNull(Text), Id.Array[0, 3], OrNull(Id)),
        Fields,
        (role, content, timestamp, pinned, details, unknown) => new SessionMessage
        {
            Role = role,
            Content = content,
            Timestamp = timestamp,
            Pinned = pinned,
            StatedOrigin = pinned ? OriginKind.Import : null,
            Agent = details.Item1,
            Name = details.Item2,
            ToolCallIds = details.Item3,
            MessageId = details.Item4,
            Payload = pinned ? JsonElement.Parse(unknown.ToString()) : null,
            AdditionalFields = unknown,
        });

    public static Gen<Session> Session { get; } = Gen.Select(
        Gen.Select(Id, OrNull(Id), OrNull(Text)), Time.Array[3], Slots, Gen.Select(Fields, Fields, Fields), Message.Array[0, 5],
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long[1, 1_000_000]),
        (ids, times, slots, fields, messages, numbers) => new Session
        {
            SessionId = ids.Item1,
            UserId = ids.Item2,
            CurrentAgent = ids.Item3,
            CreatedAt = times[0],
            UpdatedAt = times[1],
            ExpiresAt = times[2],
            Slots = slots,
            Context = fields.Item1,
            BookingData = fields.Item2,
            AdditionalFields = fields.Item3,
            Messages = MessageList.From(messages.Select((message, index) => message.WithSequence(numbers.Item2 + (2 * index)))),
            Version = numbers.Item1,
        });

    public static Gen<Booking> Booking { get; } = Gen.Select(
        Gen.Select(Id, Text, OrNull(Text), OrNull(Id), OrNull(Text)), Gen.Select(Day, Gen.Int[-300, 400]),
        Gen.Select(OrNullable(Time), OrNullable(Time), Gen.Enum<BookingStatus>()), Gen.Select(OrNullable(Gen.Int[1, 20]), OrNullable(Amount), OrNull(Currency)),
        Gen.Select(Text.Array[0, 4], OrNullable(Gen.Int[10, 50].Select(tenths => tenths / 10m))),
        Gen.Select(
            Fields, Gen.Long[0, 100_000], Gen.Select(OrNullable(Gen.Int[0, 20]), OrNullable(Gen.Int[0, 20]), OrNullable(Gen.Int[1, 20]), OrNullable(Amount)),
            Gen.Select(OrNull(Text), OrNull(Text), OrNull(Text), OrNull(Text))),
        (texts, days, times, price, taste, rest) => new Booking
        {
            BookingId = texts.Item1,
            City = texts.Item2,
            Country = texts.Item3,
            PropertyId = texts.Item4,
            PropertyType = texts.Item5,
            CheckIn = days.Item1,
            CheckOut = days.Item2 > 0 ? days.Item1.AddDays(days.Item2) : null,
            BookedAt = times.Item1,
            Status = times.Item3,
            CancelledAt = times.Item2,
            Guests = price.Item1,
            PricePerNight = price.Item2,
            Currency = price.Item3,
            Amenities = taste.Item1,
            GuestRating = taste.Item2,
            AdditionalFields = rest.Item1,
            Sequence = rest.Item2,
            Adults = rest.Item3.Item1,
            Children = rest.Item3.Item2,
            Rooms = rest.Item3.Item3,
            TotalPrice = rest.Item3.Item4,
            Channel = rest.Item4.Item1,
            RatePlan = rest.Item4.Item2,
            Operator = rest.Item4.Item3,
            Origin = rest.Item4.Item4 is null ? null : new() { Kind = OriginKind.Import, Name = "file" },
            Teaches = rest.Item4.Item4 is not "x",
            TimeZone = rest.Item4.Item4,
        });

    public static Gen<PriceRange> Range { get; } = Gen.Select(Amount, Amount, OrNull(Currency), (one, other, currency) => new PriceRange
    {
        Min = Math.Min(one, other),
        Max = Math.Max(one, other),
        Currency = currency,
    });

    public static Gen<UserPreferences> Preferences { get; } = Gen.Select(
        OnePreference().Array[0, 6], Gen.Bool, OrNullable(Gen.Int[1, 60]),
        (all, isDegraded, nights) => new UserPreferences { All = all, IsDegraded = isDegraded, UsualNights = nights });

    public static Gen<UserInsights> Insights { get; } = Gen.Select(
        Gen.Int[0, 500], OrNullable(Gen.Double[0.5, 60]), Text.Array[0, 5],
        Gen.Dictionary(Gen.Int[1, 12], Gen.Int[1, 99])[0, 12], Gen.Dictionary(Gen.Enum<Season>(), Gen.Int[1, 99])[0, 4], Gen.Int[1, 12].Array[0, 3],
        Gen.Select(OrNullable(Gen.Double[0, 400]), OrNullable(Gen.Int[1, 20]), Gen.Dictionary(Gen.Enum<Season>(), Text.Array[1, 3])[0, 4]),
        (count, length, cities, months, seasons, peaks, rest) => new UserInsights
        {
            BookingCount = count,
            StayCount = count / 2,
            AverageStayLength = length,
            MedianStayLength = length / 2,
            FavoriteDestinations = cities,
            MedianLeadTimeDays = rest.Item1,
            UsualPartySize = rest.Item2,
            SeasonalPatterns = new()
            {
                StaysByMonth = months,
                StaysBySeason = seasons,
                PeakMonths = peaks,
                DestinationsBySeason = rest.Item3.ToDictionary(season => season.Key, IReadOnlyList<string> (season) => season.Value),
            },
        });

    public static Gen<StatedPreference> Stated { get; } = Gen.Select(
        Gen.Enum<PreferenceKind>(), Text, Gen.Bool, OrNull(Range), Time, OrNull(Origin), Fields,
        (kind, value, avoid, range, statedAt, origin, unknown) => new StatedPreference
        {
            Kind = kind,
            Value = value,
            Avoid = avoid,
            PriceRange = range,
            StatedAt = statedAt,
            Origin = origin,
            AdditionalFields = unknown,
        });

    public static Gen<SearchedStay> Search { get; } = Gen.Select(
        Text, OrNullable(Day), OrNullable(Amount), OrNull(Currency), OrNullable(Gen.Int[1, 9]), Time, OrNull(Origin),
        (city, checkIn, budget, currency, guests, searchedAt, origin) => new SearchedStay
        {
            City = city,
            CheckIn = checkIn,
            Budget = budget,
            Currency = currency,
            Guests = guests,
            SearchedAt = searchedAt,
            Origin = origin,
        });

    /// <summary>
    /// Known bookings as they arise: bookings are added and some are replaced, or a profile comes from elsewhere.
    /// </summary>
    public static Gen<KnownBookings> Known { get; } = Gen.Frequency(
        (3, Gen.Select(Booking.Array[0, 30], Search.Array[0, 3], Gen.Bool).Select((bookings, searches, forgets) =>
        {
            var known = bookings.DistinctBy(booking => booking.BookingId).Aggregate(KnownBookings.None, (known, booking) => known.Add(booking));
            known = forgets ? known.Forget() : known;
            return known with { Searches = searches };
        })),
        (1, Booking.Select(Allowed).Array[0, 30].Select(bookings => KnownBookings.FromElsewhere with { Embedded = bookings })));

    /// <summary>A booking as it is read from a profile from elsewhere, with the values that may be recorded.</summary>
    private static Booking Allowed(Booking booking)
    {
        var problems = new BookingProblems(booking.BookingId);
        return OptionalMembers.Take(booking, booking.City, ref problems) with { Sequence = booking.Sequence };
    }

    public static Gen<UserProfile> Profile { get; } = Gen.Select(
        Gen.Select(Id, Gen.Enum<ConsentStatus>(), OrNullable(Time)), Time.Array[3], Gen.Select(Preferences, OrNull(Preferences), Insights),
        Stated.Array[0, 3], Known, Gen.Select(Fields, Fields),
        (who, times, learned, stated, known, fields) => new UserProfile
        {
            UserId = who.Item1,
            Consent = who.Item2,
            ConsentChangedAt = who.Item3,
            CreatedAt = times[0],
            UpdatedAt = times[1],
            LastActiveAt = times[2],
            Preferences = learned.Item1,
            ImportedPreferences = learned.Item2,
            Insights = learned.Item3,
            StatedPreferences = stated,
            Bookings = known,
            Attributes = fields.Item1,
            AdditionalFields = fields.Item2,
        });

    /// <summary>Fields of any JSON.</summary>
    public static Gen<JsonFields> FieldsNamed(Gen<string> name) => Gen.Select(name, Json).Array[0, 3].Select(fields =>
        fields.Aggregate(JsonFields.Empty, (all, field) => all.Set(field.Item1, field.Item2)));

    private static Gen<Preference> OnePreference() => Gen.Select(
        Gen.Select(Gen.Enum<PreferenceKind>(), Text, OrNull(Range)), Gen.Enum<PreferenceSource>(), Gen.Double[0, 1], Gen.Select(Gen.Int[0, 99], OrNullable(Day), Gen.Int[0, 9]), Gen.Double[0, 1], Gen.Bool,
        (what, source, score, stays, confidence, avoid) => new Preference
        {
            Kind = what.Item1,
            Value = what.Item2,
            PriceRange = what.Item3,
            Source = source,
            Avoid = avoid,
            Score = score,
            Stays = stays.Item1,
            LastStay = stays.Item2,
            ToCome = stays.Item3,
            Confidence = confidence,
        });

    private static Gen<string> JsonText(int depth)
    {
        var text = Text.Select(value => JsonSerializer.Serialize(value));
        var leaf = Gen.OneOf(
            text,
            Gen.OneOf("null", "true", "false", "0", "-0", "0.10", "1e300", "12345678901234567890123"),
            Gen.Double[-1e9, 1e9].Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        if (depth is 0)
        {
            return leaf;
        }

        var inner = JsonText(depth - 1);
        return Gen.Frequency(
            (4, leaf),
            (1, inner.Array[0, 3].Select(items => $"[{string.Join(", ", items)}]")),
            (1, Gen.Select(text, inner).Array[0, 3].Select(fields =>
                $"{{{string.Join(",\n ", fields.DistinctBy(field => field.Item1).Select(field => $"{field.Item1} : {field.Item2}"))}}}")));
    }

    private static Gen<T?> OrNull<T>(Gen<T> gen)
        where T : class => Gen.Frequency((1, Gen.Const((T?)null)), (3, gen.Select(value => (T?)value)));

    private static Gen<T?> OrNullable<T>(Gen<T> gen)
        where T : struct => Gen.Frequency((1, Gen.Const((T?)null)), (3, gen.Select(value => (T?)value)));
}
