using System.Collections.Immutable;

namespace HospitalityMemory.Benchmarks;

/// <summary>The result of a simple pass over a guest's bookings. Immutable, as this library's answer is.</summary>
/// <param name="Cities">Up to 5, most bookings first, the more recent first among equals.</param>
/// <param name="LowPrice">The 25th percentile in the currency of most prices; null without prices.</param>
/// <param name="HighPrice">The 75th percentile.</param>
/// <param name="Currency">The currency of both.</param>
/// <param name="Amenities">Up to 10, by the sum of the ratings of the bookings that had them.</param>
/// <param name="PropertyTypes">Each with its number of bookings, most first.</param>
/// <param name="StaysByMonth">Bookings by month of check-in, January first; default where they were not requested.</param>
internal sealed record PlainPreferences(
    ImmutableArray<string> Cities,
    double? LowPrice,
    double? HighPrice,
    string? Currency,
    ImmutableArray<string> Amenities,
    ImmutableArray<PlainCount> PropertyTypes,
    ImmutableArray<int> StaysByMonth);

/// <param name="Name">What is counted.</param>
/// <param name="Bookings">How often.</param>
internal sealed record PlainCount(string Name, int Bookings);
