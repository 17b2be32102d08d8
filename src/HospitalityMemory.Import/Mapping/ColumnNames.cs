using System.Collections.Frozen;
using System.Text;

namespace HospitalityMemory.Import;

/// <summary>The names that exports of other systems give to columns, and the fields that these columns hold.</summary>
internal static class ColumnNames
{
    // The names of each field, the surest one first. If a file has several of them, the first is taken.
    private static readonly (string Field, string Names)[] Known =
    [
        (ImportFields.BookingId, "stay id, booking id, reservation id, booking number, book number, reservation number, confirmation code, "
            + "confirmation number, booking reference, booking ref, reservation no, booking no, reservation code, booking code, res id, order id, reservation, confirmation, id"),
        (ImportFields.Guest, "user id, guest id, customer id, client id, traveller id, traveler id, member id, profile id, user, guest"),
        (ImportFields.City, "city, city name, property city, hotel city, destination, destination city, town, location"),
        (ImportFields.CheckIn, "check in, check in date, checkin date, arrival, arrival date, date of arrival, start date, stay start, date from, from date, from, check in day"),
        (ImportFields.CheckOut, "check out, check out date, checkout date, departure, departure date, date of departure, end date, stay end, date to, to date, to"),
        (ImportFields.Nights, "nights, number of nights, # of nights, no of nights, num nights, length of stay, los, duration nights, number of days, stay length"),
        (ImportFields.Price, "price per night, nightly price, nightly rate, rate per night, price night, price, adr, average daily rate, average rate, avg rate, room rate, daily rate, rate"),
        (ImportFields.TotalPrice, "total price, total amount, total, booking total, grand total, total revenue, room revenue, gross amount, booking value, booking amount, earnings, amount"),
        (ImportFields.Currency, "currency, currency code, price currency, ccy"),
        (ImportFields.Guests, "guests, number of guests, # of guests, no of guests, num guests, guest count, persons, number of persons, pax, people, party size, occupancy"),
        (ImportFields.Adults, "adults, number of adults, # of adults, no of adults, num adults"),
        (ImportFields.Children, "children, number of children, # of children, no of children, num children, kids"),
        (ImportFields.Rooms, "rooms, number of rooms, # of rooms, no of rooms, num rooms, room count, units"),
        (ImportFields.Country, "country, property country, hotel country, country code, destination country"),
        (ImportFields.PropertyId, "listing id, property id, hotel id, accommodation id, unit id, listing, property, property name, hotel name, hotel, accommodation"),
        (ImportFields.PropertyType, "property type, accommodation type, listing type"),
        (ImportFields.Amenities, "amenities, facilities"),
        (ImportFields.GuestRating, "guest rating, guest satisfaction, guest score"),
        (ImportFields.Status, "status, booking status, reservation status, state"),
        (ImportFields.Cancelled, "is cancelled, is canceled, cancelled, canceled"),
        (ImportFields.CancelledAt, "cancelled at, canceled at, cancellation date, cancelled on, canceled on, cancel date, date cancelled, date canceled"),
        (ImportFields.BookedAt, "booked at, booked on, booked, booking date, date booked, date of booking, reservation date, created at, created on, created, creation date, order date"),
        (ImportFields.LeadDays, "lead time, lead days, lead time days"),
        (ImportFields.Channel, "channel, booking channel, distribution channel, source of business, booking source"),
        (ImportFields.RatePlan, "rate plan, rate code, rate name, tariff"),
        (ImportFields.Operator, "operator, brand, chain"),
        (ImportFields.TimeZone, "time zone, property time zone"),
    ];

    // Columns that say who booked in a file without ids. They are personal data, and are hashed.
    private static readonly string[] Personal = ["guestemail", "email", "emailaddress", "customeremail", "bookeremail"];

    private static readonly FrozenDictionary<string, string[]> KeysByField =
        Known.ToFrozenDictionary(static known => known.Field, static known => known.Names.Split(", ").Select(Key).ToArray(), StringComparer.Ordinal);

    /// <summary>A name without case, blanks and signs, in which <c>#</c> becomes the word number.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (letter is '#')
            {
                key.Append("number");
            }
            else if (char.IsLetterOrDigit(letter))
            {
                key.Append(char.ToLowerInvariant(letter));
            }
        }

        return key.ToString();
    }

    /// <summary>Finds the columns of fields that are not mapped, by the columns' names.</summary>
    /// <param name="columns">The columns of the file.</param>
    /// <param name="isTaken">Whether a field is mapped already.</param>
    public static Dictionary<string, MappedField> Find(IReadOnlyList<string> columns, Func<string, bool> isTaken)
    {
        var byKey = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            byKey.TryAdd(Key(column), column);
        }

        var found = new Dictionary<string, MappedField>(StringComparer.Ordinal);
        foreach (var (field, keys) in ImportFields.All.Select(field => (field, KeysByField[field])))
        {
            if (!isTaken(field) && Array.Find(keys, byKey.ContainsKey) is { } key)
            {
                found[field] = MappedField.Of(byKey[key]);
            }
        }

        if (!isTaken(ImportFields.Guest) && !found.ContainsKey(ImportFields.Guest) && Array.Find(Personal, byKey.ContainsKey) is { } personal)
        {
            found[ImportFields.Guest] = MappedField.Of(byKey[personal]) with { Hash = true };
        }

        return found;
    }
}
