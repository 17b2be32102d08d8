namespace HospitalityMemory.Import;

/// <summary>Reads the optional fields of a booking. A bad one is left out and reported; the rest of the row is kept.</summary>
internal sealed class BookingDetails(BoundMapping mapping)
{
    private const int MaxNights = 1_000;
    private const int MaxLeadDays = 3_650;

    private readonly bool _saysStatus = mapping[ImportFields.Status] is not null || mapping[ImportFields.Cancelled] is not null;

    public Booking Complete(Booking booking, RowFields fields)
    {
        booking = WithParty(WithDates(booking, fields), fields) with
        {
            Country = Text(ImportFields.Country, fields),
            PropertyId = Text(ImportFields.PropertyId, fields),
            PropertyType = Text(ImportFields.PropertyType, fields),
            Amenities = Amenities(fields),
            GuestRating = Rating(fields),
            Rooms = fields.Count(ImportFields.Rooms, 1, BookingRules.MaxRooms),
            Channel = Text(ImportFields.Channel, fields),
            RatePlan = Text(ImportFields.RatePlan, fields),
            Operator = Text(ImportFields.Operator, fields),
            TimeZone = Text(ImportFields.TimeZone, fields),
            AdditionalFields = Extras(fields),
        };
        return WithPrice(booking, fields);
    }

    private static string? Text(string field, RowFields fields) => fields.Short(field, fields.Text(field), BookingRules.MaxTextLength);

    private Booking WithDates(Booking booking, RowFields fields)
    {
        var checkOut = CheckOut(booking.CheckIn, fields);
        var bookedAt = InRange(ImportFields.BookedAt, fields.Moment(ImportFields.BookedAt), fields);
        if (bookedAt is null && fields.Count(ImportFields.LeadDays, 0, MaxLeadDays) is { } days)
        {
            bookedAt = new DateTimeOffset(booking.CheckIn.AddDays(-days).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        booking = booking with { CheckOut = checkOut, BookedAt = bookedAt };

        // Some systems put the time of the last change into this column, whatever the change was.
        var isOf = booking.Status is not BookingStatus.Booked || !_saysStatus;
        return isOf && InRange(ImportFields.CancelledAt, fields.Moment(ImportFields.CancelledAt), fields) is { } cancelledAt
            ? booking with { CancelledAt = cancelledAt }
            : booking;
    }

    private static DateOnly? CheckOut(DateOnly checkIn, RowFields fields)
    {
        var checkOut = fields.Day(ImportFields.CheckOut);
        if (checkOut is { } day)
        {
            // A guest who leaves on the day of check-in has used the room by day.
            if (day >= checkIn)
            {
                return checkOut;
            }

            var label = fields.LabelOf(ImportFields.CheckOut);
            fields.Note(ImportFields.CheckOut, $"{label} is before check-in", FormattableString.Invariant($"{label} is {day:yyyy-MM-dd}, which is before check-in"));
            return null;
        }

        return fields.Count(ImportFields.Nights, 0, MaxNights) is > 0 and var nights ? checkIn.AddDays(nights) : null;
    }

    private static DateTimeOffset? InRange(string field, DateTimeOffset? moment, RowFields fields)
    {
        if (moment is { Year: < BookingRules.MinYear or > BookingRules.MaxYear })
        {
            fields.Refuse(field, moment.Value.ToString("O"), FormattableString.Invariant($"of the years {BookingRules.MinYear} to {BookingRules.MaxYear}"));
            return null;
        }

        return moment;
    }

    private static Booking WithParty(Booking booking, RowFields fields)
    {
        var adults = fields.Count(ImportFields.Adults, 0, BookingRules.MaxGuests);
        var children = fields.Count(ImportFields.Children, 0, BookingRules.MaxGuests);
        var guests = fields.Count(ImportFields.Guests, 1, BookingRules.MaxGuests);
        var party = adults is null ? null : adults + (children ?? 0);
        if (guests is not null && party > 0 && guests != party)
        {
            var label = fields.LabelOf(ImportFields.Guests);
            fields.Note(ImportFields.Guests, $"{label} is not adults and children together", FormattableString.Invariant($"{label} is {guests}, but there are {BookingSums.WordsOf(adults ?? 0, children ?? 0)}, which count"));
            guests = null;
        }

        if (adults is null && children > guests)
        {
            var label = fields.LabelOf(ImportFields.Children);
            fields.Note(ImportFields.Children, $"{label} is more than all guests", FormattableString.Invariant($"{label} is {children}, but there are {guests} guests"));
            children = null;
        }

        return party > BookingRules.MaxGuests ? booking : booking with
        {
            Adults = adults,
            Children = children,
            Guests = guests ?? (party > 0 ? party : null),
        };
    }

    private Booking WithPrice(Booking booking, RowFields fields)
    {
        var nightly = Price(ImportFields.Price, booking, fields);
        var total = Price(ImportFields.TotalPrice, booking, fields);
        if (nightly is null && total is null)
        {
            return booking;
        }

        var (own, ownField) = nightly is { Currency: { } named } ? (named, ImportFields.Price) : (total?.Currency, ImportFields.TotalPrice);
        if (!TryFindCurrency(own, ownField, fields, out var currency))
        {
            return booking;
        }

        return booking with { PricePerNight = nightly?.Amount, TotalPrice = total?.Amount, Currency = currency };
    }

    private static (decimal Amount, string? Currency)? Price(string field, Booking booking, RowFields fields)
    {
        if (fields.Amount(field) is not { } price)
        {
            return null;
        }

        // A cancelled stay costs nothing. That 0 is not the price of a night.
        if (price.Amount is 0 && booking.Status is not BookingStatus.Booked)
        {
            return null;
        }

        // A complimentary stay has the price 0.
        if (price.Amount is >= 0 and <= BookingRules.MaxPrice)
        {
            return price;
        }

        var label = fields.LabelOf(field);
        fields.Note(field, $"{label} is no price", FormattableString.Invariant($"{label} is {price.Amount}, which is no price"));
        return null;
    }

    /// <summary>
    /// The currency of the amount itself comes first, then that of a column, then that of the mapping. Null is the memory's default.
    /// </summary>
    /// <returns>False if the column holds something that is no currency: the price means nothing then.</returns>
    private bool TryFindCurrency(string? own, string ownField, RowFields fields, out string? currency)
    {
        var column = fields.Text(ImportFields.Currency);
        var ofColumn = MoneyText.Code(column);
        currency = own is null or "$" ? ofColumn ?? own ?? MoneyText.Code(mapping.Mapping.Currency) : own;
        if (currency is "$")
        {
            currency = CurrencyText.Dollar(MoneyText.Code(mapping.Mapping.Currency));
        }

        if (column is not null && ofColumn is null && own is null)
        {
            fields.Refuse(ImportFields.Currency, column, "a currency such as EUR, without which the price is left out");
            return false;
        }

        if (own is not (null or "$") && ofColumn is not (null or "$") && own != ofColumn)
        {
            var label = fields.LabelOf(ownField);
            fields.Note(ownField, $"{label} names another currency than {fields.LabelOf(ImportFields.Currency)}", $"{label} is in {own}, and {fields.LabelOf(ImportFields.Currency)} says {ofColumn}; {own} counts");
        }

        return true;
    }

    private decimal? Rating(RowFields fields)
    {
        if (fields.Amount(ImportFields.GuestRating) is not { } rating)
        {
            return null;
        }

        var scale = mapping[ImportFields.GuestRating]!.Source.Scale ?? BookingRules.MaxRating;
        var value = decimal.Round(rating.Amount * BookingRules.MaxRating / scale, 2);
        if (value is >= BookingRules.MinRating and <= BookingRules.MaxRating)
        {
            return value;
        }

        var label = fields.LabelOf(ImportFields.GuestRating);
        fields.Note(
            ImportFields.GuestRating,
            $"{label} is no rating",
            FormattableString.Invariant($"{label} is {rating.Amount}; a rating is {scale * BookingRules.MinRating / BookingRules.MaxRating:0.##} to {scale:0.##}"));
        return null;
    }

    private IReadOnlyList<string> Amenities(RowFields fields)
    {
        if (mapping[ImportFields.Amenities] is not { } bound)
        {
            return [];
        }

        List<string> names = bound.Columns.Length is 0 && bound.Source.Value is { } value ? [.. PlainWords.List(value)] : [];
        foreach (var column in bound.Columns)
        {
            if (fields.Row.Text(column).Trim() is var text && !PlainWords.SaysNothing(text))
            {
                names.AddRange(PlainWords.List(text));
            }
        }

        var bad = names.RemoveAll(static name => name.Length > BookingRules.MaxAmenityLength || Identifier.TextProblem(name) is not null);
        if (bad > 0 || names.Count > BookingRules.MaxAmenities)
        {
            var problem = FormattableString.Invariant($"{bound.Label} has names that are too long, or too many; {BookingRules.MaxAmenities} of {BookingRules.MaxAmenityLength} characters are kept");
            fields.Note(ImportFields.Amenities, problem, problem);
        }

        return [.. names.Take(BookingRules.MaxAmenities)];
    }

    private JsonFields Extras(RowFields fields)
    {
        var extras = JsonFields.Empty;
        foreach (var (name, column) in mapping.Extras)
        {
            if (fields.Row.Text(column).Trim() is var text && !PlainWords.SaysNothing(text))
            {
                extras = extras.Set(name, text);
            }
        }

        return extras;
    }
}
