using Spectre.Console;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>Bookings as a table, in the order given.</summary>
internal static class StayTable
{
    public const string Unknown = "-";

    /// <summary>Real properties have dozens of amenities. Showing all of them would fill a page for each stay.</summary>
    private const int MaxAmenities = 4;

    public static IRenderable Of(IEnumerable<Booking> stays)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var title in (string[])["Check-in", "Nights", "City", "Type", "Price", "Rating", "Amenities"])
        {
            var isNarrow = title is "Check-in" or "Nights" or "Price" or "Rating";
            table.AddColumn(new TableColumn(new Text(title, "grey")) { NoWrap = isNarrow }.PadLeft(0).PadRight(isNarrow ? 1 : 2));
        }

        foreach (var stay in stays)
        {
            table.AddRow(
                new Text($"{stay.CheckIn:yyyy-MM-dd}"),
                new Text(stay.Dates.Nights?.ToString() ?? Unknown),
                new Text(City(stay)),
                new Text(stay.PropertyType ?? Unknown),
                new Text(stay.Price?.ToString() ?? Unknown),
                new Text(stay.GuestRating?.ToString() ?? Unknown),
                new Text(Amenities(stay.Amenities)));
        }

        return table;
    }

    private static string City(Booking stay) => stay.Status switch
    {
        BookingStatus.Cancelled => $"{stay.City} (cancelled)",
        BookingStatus.NoShow => $"{stay.City} (no-show)",
        _ => stay.City,
    };

    private static string Amenities(IReadOnlyList<string> amenities)
    {
        var shown = string.Join(", ", amenities.Take(MaxAmenities));
        return amenities.Count > MaxAmenities ? $"{shown} and {amenities.Count - MaxAmenities} more" : shown;
    }
}
