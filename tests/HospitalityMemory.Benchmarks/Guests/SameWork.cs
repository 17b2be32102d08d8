using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>
/// Before ours is measured beside a peer: do both say the same of the same bookings? A peer that does less, or something
/// else, would make the figures worthless, and the run stops.
/// </summary>
internal static class SameWork
{
    /// <summary>Checks the learning in memory at several lengths of history within the window.</summary>
    public static void VerifyInMemory()
    {
        var memory = BookingTable.New();
        var plain = new PlainGuests();
        foreach (var history in (ReadOnlySpan<int>)[1, 2, 5, 10, 37, PlainPass.Window])
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"guest-{history}");
            foreach (var booking in Varied(history))
            {
                memory.AddBookingToHistoryAsync(id, booking).Now();
                plain.Add(id, booking);
            }

            Verify(id, memory.GetUserProfileAsync(id).Now(), plain.GetPreferences(id, PlainPass.Window, withMonths: true));
        }
    }

    /// <returns>Whether ours, too, says of a guest with more bookings than the window what the latest of them say.</returns>
    public static bool TeachesWindowOnly()
    {
        var memory = BookingTable.New();
        var bookings = Varied(10 * PlainPass.Window);
        foreach (var booking in bookings)
        {
            memory.AddBookingToHistoryAsync("guest", booking).Now();
        }

        return FindDifference(memory.GetUserProfileAsync("guest").Now(), PlainPass.Learn(bookings.AsSpan()[^PlainPass.Window..], withMonths: true)) is null;
    }

    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Verify(string userId, UserProfile? ours, PlainPreferences peer)
    {
        if (FindDifference(ours, peer) is { } difference)
        {
            throw new InvalidOperationException($"Ours and the peer do not do the same work. Of '{userId}' they say different {difference}");
        }
    }

    /// <summary>
    /// Bookings by check-in, of more cities, types and amenities than are told, with ratings, prices and dates in no order,
    /// and some of it unknown.
    /// </summary>
    private static Booking[] Varied(int count)
    {
        var random = new Random(count);

        // Of a few bookings many amenities weigh the same; then all are told, so that it does not matter which come first.
        var amenities = count <= 10 ? 10 : 16;
        var bookings = new Booking[count];
        for (var i = 0; i < count; i++)
        {
            var price = random.Next(8) is 0 ? (decimal?)null : random.Next(4_000, 30_000) / 100m;
            bookings[i] = new()
            {
                BookingId = string.Create(CultureInfo.InvariantCulture, $"b{i:D6}"),
                City = $"City {Skewed(9)}",
                CheckIn = new DateOnly(2000, 1, 1).AddDays((5 * i) + random.Next(5)),
                Country = "PT",
                PricePerNight = price,
                Currency = price is null ? null : random.Next(4) is 0 ? "USD" : "EUR",
                PropertyType = random.Next(6) is 0 ? null : $"type {Skewed(7)}",
                Amenities = [.. Enumerable.Range(0, 5).Select(_ => $"amenity {Skewed(amenities)}").Distinct()],
                GuestRating = random.Next(3) is 0 ? null : random.Next(10, 51) / 10m,
            };
        }

        return bookings;

        int Skewed(int most) => Math.Min(random.Next(most), random.Next(most));
    }

    private static string? FindDifference(UserProfile? ours, PlainPreferences peer)
    {
        var preferences = ours?.Preferences ?? UserPreferences.Empty;
        var range = preferences.PreferredPriceRange;
        var months = (ours?.Insights ?? UserInsights.Empty).SeasonalPatterns.StaysByMonth;
        return Compare("cities", preferences.PreferredCities, peer.Cities)
            ?? Compare("types", preferences.PreferredPropertyTypes, peer.PropertyTypes.Select(type => type.Name))

            // Among amenities of the same weight each side has an order of its own.
            ?? Compare("amenities", preferences.PreferredAmenities.Order(StringComparer.Ordinal), peer.Amenities.Order(StringComparer.Ordinal))
            ?? Compare("prices", [Text((double?)range?.Min), Text((double?)range?.Max), range?.Currency ?? ""], [Text(peer.LowPrice), Text(peer.HighPrice), peer.Currency ?? ""])
            ?? Compare("months", Enumerable.Range(1, 12).Select(month => Text(months.GetValueOrDefault(month))), peer.StaysByMonth.Select(stays => Text(stays)));
    }

    private static string? Compare(string what, IEnumerable<string> ours, IEnumerable<string> peers)
    {
        var (our, their) = (string.Join(", ", ours), string.Join(", ", peers));
        return our == their ? null : $"{what}: '{our}' and '{their}'.";
    }

    private static string Text(double? figure) => figure?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
