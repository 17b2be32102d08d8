using System.Globalization;

namespace HospitalityMemory;

/// <summary>
/// Members of a booking that follow from two others: guests are adults and children, and the price of a night is the total
/// divided by the nights.
/// </summary>
internal static class BookingSums
{
    /// <summary>Prices are rounded to this many decimals.</summary>
    private const int Decimals = 2;

    /// <summary>A party in words, such as <c>2 adults and 1 child</c>.</summary>
    public static string WordsOf(int adults, int children) => string.Create(
        CultureInfo.InvariantCulture,
        $"{adults} {(adults is 1 ? "adult" : "adults")} and {children} {(children is 1 ? "child" : "children")}");

    /// <summary>Fills in the guests and the price of a night where they were not given and follow from other members.</summary>
    public static Booking Complete(Booking booking)
    {
        var (guests, price) = (booking.Guests ?? PartyOf(booking), booking.PricePerNight ?? NightlyOf(booking));
        return guests == booking.Guests && price == booking.PricePerNight ? booking : booking with { Guests = guests, PricePerNight = price };
    }

    /// <summary>
    /// Takes out the guests and the price of a night where they equal what follows, whether given or filled in.
    /// </summary>
    public static Booking Undo(Booking booking)
    {
        var (guests, price) = (booking.Guests == PartyOf(booking) ? null : booking.Guests, booking.PricePerNight == NightlyOf(booking) ? null : booking.PricePerNight);
        return guests == booking.Guests && price == booking.PricePerNight ? booking : booking with { Guests = guests, PricePerNight = price };
    }

    /// <summary>After a change, computes again what followed from other members before it, unless the change set it.</summary>
    public static Booking Follow(Booking before, Booking after)
    {
        var (guests, price) = (after.Guests, after.PricePerNight);
        if (guests == before.Guests && guests == PartyOf(before))
        {
            guests = PartyOf(after) ?? guests;
        }

        if (price == before.PricePerNight && price == NightlyOf(before))
        {
            price = NightlyOf(after) ?? price;
        }

        return guests == after.Guests && price == after.PricePerNight ? after : after with { Guests = guests, PricePerNight = price };
    }

    /// <summary>
    /// Whether the guests differ from adults and children together. Where adults or children are unknown, whether the guests are
    /// fewer than the known ones.
    /// </summary>
    public static bool Contradicts(int? guests, int? adults, int? children) => adults is not null && children is not null
        ? guests is not null && guests != adults + children
        : guests < (adults ?? children);

    /// <summary>Adults and children together; null where no adults are known, or where the sum is not allowed.</summary>
    public static int? PartyOf(int? adults, int? children) =>
        adults + (children ?? 0) is >= 1 and <= BookingRules.MaxGuests and var guests ? guests : null;

    private static int? PartyOf(Booking booking) => PartyOf(booking.Adults, booking.Children);

    private static decimal? NightlyOf(Booking booking) =>
        booking.TotalPrice is { } total && booking.Dates.Nights is > 0 and var nights ? decimal.Round(total / nights, Decimals) : null;
}
