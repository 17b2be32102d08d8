using System.Globalization;

namespace HospitalityMemory;

/// <summary>
/// What two members of a booking say of a third: the party is adults and children, the price of a night is the total by the nights.
/// </summary>
internal static class BookingSums
{
    /// <summary>A price is told to this many decimals, as currencies are.</summary>
    private const int Decimals = 2;

    /// <summary>A party in words, such as <c>2 adults and 1 child</c>.</summary>
    public static string WordsOf(int adults, int children) => string.Create(
        CultureInfo.InvariantCulture,
        $"{adults} {(adults is 1 ? "adult" : "adults")} and {children} {(children is 1 ? "child" : "children")}");

    /// <summary>Fills in what is not given and follows from what is.</summary>
    public static Booking Complete(Booking booking)
    {
        var (guests, price) = (booking.Guests ?? PartyOf(booking), booking.PricePerNight ?? NightlyOf(booking));
        return guests == booking.Guests && price == booking.PricePerNight ? booking : booking with { Guests = guests, PricePerNight = price };
    }

    /// <summary>The booking without what follows from the rest of it, whether it was given or filled in.</summary>
    public static Booking Undo(Booking booking)
    {
        var (guests, price) = (booking.Guests == PartyOf(booking) ? null : booking.Guests, booking.PricePerNight == NightlyOf(booking) ? null : booking.PricePerNight);
        return guests == booking.Guests && price == booking.PricePerNight ? booking : booking with { Guests = guests, PricePerNight = price };
    }

    /// <summary>What followed from the booking before follows again from the booking after, unless it was changed itself.</summary>
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
    /// Whether the guests are other than adults and children together, or, where one of these is unknown, fewer than the other.
    /// </summary>
    public static bool Contradicts(int? guests, int? adults, int? children) => adults is not null && children is not null
        ? guests is not null && guests != adults + children
        : guests < (adults ?? children);

    /// <summary>Adults and children together; null where no adults are known, or as many as may not be.</summary>
    public static int? PartyOf(int? adults, int? children) =>
        adults + (children ?? 0) is >= 1 and <= BookingRules.MaxGuests and var guests ? guests : null;

    private static int? PartyOf(Booking booking) => PartyOf(booking.Adults, booking.Children);

    private static decimal? NightlyOf(Booking booking) =>
        booking.TotalPrice is { } total && booking.Dates.Nights is > 0 and var nights ? decimal.Round(total / nights, Decimals) : null;
}
