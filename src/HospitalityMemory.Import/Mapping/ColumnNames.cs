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
        (ImportFields.Guest, "user id, guest id, customer id, client id, traveller id, traveler id, member id, profile id, customer number, customer no, client number, member number"),
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

    // JSON holds an amount and its currency in an object of their own.
    private static readonly string[] PartNames = ["amount", "value"];

    // Columns that say who booked in a file without ids. They are personal data, and are hashed. A telephone may be a family's, and goes
    // with the name; addresses are people's own, and names differ from booking to booking.
    private static readonly string[] Addresses =
        ["guestemail", "email", "emailaddress", "guestemailaddress", "customeremail", "clientemail", "useremail", "bookeremail", "contactemail"];

    private static readonly string[] Telephones =
        ["guestphone", "guestphonenumber", "customerphone", "phone", "phonenumber", "mobile", "mobilephone", "mobilenumber", "telephone", "telephonenumber"];

    private static readonly string[] PeoplesNames = ["guestname", "customername", "clientname", "bookername", "bookedby", "fullname", "guest", "customer", "name"];

    // Columns that hold ids in some files and people's names in others.
    private static readonly string[] BareGuests = ["user", "guest", "customer"];

    private static readonly FrozenDictionary<string, string[]> KeysByField =
        Known.ToFrozenDictionary(static known => known.Field, static known => known.Names.Split(", ").Select(Key).SelectMany(key => Parts(known.Field, key)).ToArray(), StringComparer.Ordinal);

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
        var byKey = ByKey(columns);
        var found = new Dictionary<string, MappedField>(StringComparer.Ordinal);
        foreach (var (field, keys) in ImportFields.All.Select(field => (field, KeysByField[field])))
        {
            if (!isTaken(field) && Array.Find(keys, byKey.ContainsKey) is { } key)
            {
                found[field] = MappedField.Of(byKey[key]);
            }
        }

        if (!isTaken(ImportFields.Guest) && !found.ContainsKey(ImportFields.Guest) && (BareGuest(byKey) ?? Personal(byKey)) is { } guest)
        {
            found[ImportFields.Guest] = guest;
        }

        return found;
    }

    /// <summary>The columns that identify a guest better than a column of names; null if there are none, or if the column is one of ids.</summary>
    /// <param name="columns">The columns of the file.</param>
    /// <param name="guest">The guest as it was found by the columns' names.</param>
    public static MappedField? PersonalBeside(IReadOnlyList<string> columns, MappedField guest) =>
        guest is { Hash: false, Columns: [var column] } && BareGuests.Contains(Key(column)) ? Personal(ByKey(columns)) : null;

    /// <summary>The columns that name the currency of an amount: <c>total.currency</c> beside <c>total.amount</c>.</summary>
    public static IEnumerable<string> CurrenciesBeside(IReadOnlyList<string> columns, string amount)
    {
        var byKey = ByKey(columns);
        var key = Key(amount);
        string[] owners = [key, .. PartNames.Where(part => key.EndsWith(part, StringComparison.Ordinal)).Select(part => key[..^part.Length])];
        return owners.SelectMany(static owner => (string[])[$"{owner}currency", $"{owner}currencycode"]).Where(byKey.ContainsKey).Select(name => byKey[name]);
    }

    private static IEnumerable<string> Parts(string field, string key) =>
        field is ImportFields.Price or ImportFields.TotalPrice ? [.. PartNames.Select(part => key + part), key] : [key];

    private static MappedField? BareGuest(Dictionary<string, string> byKey) =>
        Array.Find(BareGuests, byKey.ContainsKey) is { } key ? MappedField.Of(byKey[key]) : null;

    private static MappedField? Personal(Dictionary<string, string> byKey)
    {
        if (Array.Find(Addresses, byKey.ContainsKey) is { } address)
        {
            return MappedField.Of(byKey[address]) with { Hash = true };
        }

        string?[] keys = [Array.Find(PeoplesNames, byKey.ContainsKey), Array.Find(Telephones, byKey.ContainsKey)];
        return keys[^1] is null ? null : new() { Columns = [.. keys.OfType<string>().Select(key => byKey[key])], Hash = true };
    }

    private static Dictionary<string, string> ByKey(IReadOnlyList<string> columns)
    {
        var byKey = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            byKey.TryAdd(Key(column), column);
        }

        return byKey;
    }
}
