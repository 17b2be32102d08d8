using System.Collections.Immutable;

namespace HospitalityMemory.Benchmarks;

/// <summary>What a plain pass over bookings says of a guest. Immutable, as what ours answers is.</summary>
/// <param name="Cities">Up to 5, most bookings first, the more recent first among equals.</param>
/// <param name="LowPrice">The 25th percentile in the currency of most prices; null without prices.</param>
/// <param name="HighPrice">The 75th.</param>
/// <param name="Currency">That currency.</param>
/// <param name="Amenities">Up to 10, by the sum of the ratings of the bookings that had them.</param>
/// <param name="PropertyTypes">Each with its number of bookings, most first.</param>
/// <param name="StaysByMonth">Bookings by month of check-in, January first; default where they were not asked for.</param>
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
