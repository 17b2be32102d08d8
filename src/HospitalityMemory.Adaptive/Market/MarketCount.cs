namespace HospitalityMemory;

/// <summary>What a <see cref="MarketCount"/> counts; bookings of which it is not known are not in it.</summary>
public enum MarketFact
{
    /// <summary>Bookings; the name is empty.</summary>
    Booking,

    /// <summary>Bookings in a city.</summary>
    City,

    /// <summary>Bookings of a property, by its id.</summary>
    Property,

    /// <summary>Bookings of a type of property.</summary>
    PropertyType,

    /// <summary>Bookings of properties whose amenities are known; the name is empty.</summary>
    WithAmenities,

    /// <summary>Bookings of properties with an amenity.</summary>
    Amenity,

    /// <summary>
    /// Bookings at a price: the name is the currency, a colon, and the number of the price's bin
    /// (<see cref="MarketSnapshot"/> gives the formula), such as <c>USD:92</c>.
    /// </summary>
    Price,

    /// <summary>Bookings of so many nights: the name is that number, such as <c>3</c>.</summary>
    Nights,
}

/// <summary>How often something was booked in a market, by all guests together. No guest is in it.</summary>
/// <param name="Market">The country of the bookings as the platform writes it; empty where unknown.</param>
/// <param name="Fact">What is counted.</param>
/// <param name="Name">Which city, property, type, amenity, price or number of nights; empty where there is none.</param>
/// <param name="Weight">
/// The bookings, each with the weight <c>2^(d / 180)</c>, where <c>d</c> is the number of days from 2000-01-01 to the
/// day of the booking. So a booking counts twice as much as one of 180 days before, and yet weights only ever are added
/// up, in any order and by any number of servers (forward decay: Cormode, Shkapenyuk, Srivastava and Xu, 2009).
/// </param>
public readonly record struct MarketCount(string Market, MarketFact Fact, string Name, double Weight);
