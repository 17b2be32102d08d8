using HospitalityMemory.ConsoleSample.Commands;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Where in a row each column is: the header says so, in any order.</summary>
internal sealed class CsvColumns
{
    public const string StayId = "stay_id";
    public const string UserId = "user_id";
    public const string CheckIn = "check_in";
    public const string City = "city";
    public const string CheckOut = "check_out";
    public const string BookedAt = "booked_at";
    public const string Country = "country";
    public const string Price = "price";
    public const string Currency = "currency";
    public const string Guests = "guests";
    public const string PropertyType = "property_type";
    public const string Amenities = "amenities";
    public const string GuestRating = "guest_rating";
    public const string Status = "status";
    public const string CancelledAt = "cancelled_at";
    public const string ListingId = "listing_id";
    public const string Adults = "adults";
    public const string Children = "children";
    public const string Rooms = "rooms";
    public const string TotalPrice = "total_price";
    public const string Channel = "channel";
    public const string RatePlan = "rate_plan";
    public const string Operator = "operator";
    public const string TimeZone = "time_zone";

    /// <summary>The property's score. What others thought of it says nothing about how this guest liked it.</summary>
    public const string PropertyRating = "rating";

    private const int NotThere = -1;

    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);

    public CsvColumns(IReadOnlyList<string> header)
    {
        for (var index = 0; index < header.Count; index++)
        {
            var name = header[index].Trim();
            if (!_indexes.TryAdd(name, index) && IsRead(name))
            {
                throw new UserErrorException($"The header names the column {name} twice.");
            }
        }

        var missing = Required.Where(name => !_indexes.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            throw new UserErrorException(
                $"The header lacks the column{(missing.Count is 1 ? "" : "s")} {string.Join(", ", missing)}. "
                + $"Needed are {string.Join(", ", Required)}, separated by commas.");
        }

        Ignored = [.. _indexes.Keys.Where(name => name.Length > 0 && !IsRead(name))];
    }

    public static IReadOnlyList<string> Required { get; } = [StayId, UserId, CheckIn, City];

    public static IReadOnlyList<string> Optional { get; } =
    [
        CheckOut, BookedAt, Country, TimeZone, Price, TotalPrice, Currency, Guests, Adults, Children, Rooms, PropertyType, Operator, Amenities, GuestRating,
        Status, CancelledAt, ListingId, Channel, RatePlan,
    ];

    /// <summary>The columns that do not cost a row where they cannot be read, with the booking's name for each.</summary>
    public static IReadOnlyList<(string Column, string Field)> Dispensable { get; } =
        [.. Optional.Where(name => name is not Status).Select(name => (name, name switch
        {
            Price => "price_per_night",
            ListingId => "property_id",
            _ => name,
        })).OrderBy(column => column.Item1 is not Currency)];

    /// <summary>The columns that the file has and nothing is read from.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <returns>The column's place in a row; -1 where the file lacks it.</returns>
    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, NotThere);

    private static bool IsRead(string name) =>
        Required.Concat(Optional).Contains(name, StringComparer.OrdinalIgnoreCase);
}
