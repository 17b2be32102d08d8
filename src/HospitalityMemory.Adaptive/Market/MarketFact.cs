namespace HospitalityMemory.Adaptive;

/// <summary>What is counted of the market. A fact does not count bookings for which it is unknown.</summary>
internal enum MarketFact
{
    /// <summary>Bookings; the name is empty.</summary>
    Booking,

    /// <summary>Bookings in a city, by its key and its country's (<see cref="NameRules"/>), such as <c>miami|US</c>.</summary>
    City,

    /// <summary>Bookings of a property, by its id.</summary>
    Property,

    /// <summary>Bookings of a type of property, by its key.</summary>
    PropertyType,

    /// <summary>Bookings of properties whose amenities are known; the name is empty.</summary>
    WithAmenities,

    /// <summary>Bookings of properties with an amenity, by its key.</summary>
    Amenity,

    /// <summary>
    /// Bookings at a price: the name is the currency, a colon, and the number of the price's bin
    /// (<see cref="PriceBins"/> gives the formula), such as <c>USD:92</c>.
    /// </summary>
    Price,

    /// <summary>Bookings of so many nights: the name is that number, such as <c>3</c>.</summary>
    Nights,

    /// <summary>Bookings whose property is known; the name is empty.</summary>
    WithProperty,

    /// <summary>Bookings whose type of property is known; the name is empty.</summary>
    WithPropertyType,

    /// <summary>Bookings in a city with one spelling of it: the market is the city's key, the name is the spelling.</summary>
    CitySpelling,

    /// <summary>The same for types of property.</summary>
    PropertyTypeSpelling,

    /// <summary>The same for amenities.</summary>
    AmenitySpelling,

    /// <summary>Second stays, in the country of the first. A second stay is the later of the two oldest bookings in a guest's record.</summary>
    SecondStay,

    /// <summary>Second stays in the city of the first.</summary>
    ReturnToCity,
}
