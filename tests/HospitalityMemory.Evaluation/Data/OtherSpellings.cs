using System.Text;

namespace HospitalityMemory.Evaluation.Data;

/// <summary>
/// Changes the spelling of some names, in case, accents or blanks, as several systems behind one platform would. The same seed
/// gives the same spellings.
/// </summary>
internal sealed class OtherSpellings(int seed)
{
    /// <summary>The share of the names that are changed.</summary>
    private const double Share = 0.2;

    private const string Accents = "\u0300\u0301\u0302\u0303\u0308";

    private readonly Random _random = new(seed);

    /// <summary>Changes names of bookings and listings. The cities as the file has them stay unchanged.</summary>
    public EvaluationData Of(EvaluationData data) => data.With(
        [.. data.Stays.Select(stay => stay with { Booking = Of(stay.Booking) })],
        data.Listings.OrderBy(listing => listing.Key, StringComparer.Ordinal).ToDictionary(listing => listing.Key, listing => Of(listing.Value), StringComparer.Ordinal));

    private Booking Of(Booking booking) => booking with
    {
        City = Of(booking.City),
        Country = OrNull(booking.Country),
        PropertyType = OrNull(booking.PropertyType),
        Operator = OrNull(booking.Operator),
        Amenities = [.. booking.Amenities.Select(Of)],
    };

    private PropertyCandidate Of(PropertyCandidate property) => property with
    {
        City = OrNull(property.City),
        Country = OrNull(property.Country),
        PropertyType = OrNull(property.PropertyType),
        Operator = OrNull(property.Operator),
        Amenities = [.. property.Amenities.Select(Of)],
    };

    private string? OrNull(string? name) => name is null ? null : Of(name);

    private string Of(string name) => _random.NextDouble() >= Share ? name : _random.Next(6) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name.ToLowerInvariant(),
        2 => WithoutAccents(name),
        3 => WithAccent(name),
        4 => name.Replace(" ", "  ", StringComparison.Ordinal) + " ",
        _ => name.Replace(" ", "", StringComparison.Ordinal),
    };

    private static string WithoutAccents(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormD).Where(unit => unit is < '\u0300' or > '\u036F'));

    private string WithAccent(string name)
    {
        int[] letters = [.. Enumerable.Range(0, name.Length).Where(place => char.IsAsciiLetter(name[place]))];
        if (letters.Length is 0)
        {
            return name;
        }

        var accented = name.Insert(letters[_random.Next(letters.Length)] + 1, Accents[_random.Next(Accents.Length)].ToString());
        return _random.Next(2) is 0 ? accented : accented.Normalize(NormalizationForm.FormC);
    }
}
