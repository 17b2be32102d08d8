namespace HospitalityMemory;

/// <summary>
/// Names that everybody in the trade uses for the same thing. The list is short on purpose: a name that could mean something else
/// to a platform or a guest is in no group (a hostel is no hotel, parking on the street is not the hotel's parking).
/// </summary>
internal static class TradeSynonyms
{
    // docs/names.md has the same tables; a test compares them. One spelling of each name is enough: case, blanks, dots,
    // apostrophes and hyphens do not matter.
    public static IReadOnlyList<string[]> Amenities { get; } =
    [
        ["wifi", "wlan", "wireless internet", "wireless internet access", "free wifi", "wifi available", "wireless internet connection", "free wireless internet"],
        ["pool", "swimming pool"],
        ["indoor pool", "indoor swimming pool"],
        ["outdoor pool", "outdoor swimming pool"],
        ["private pool", "private swimming pool"],
        ["air conditioning", "air conditioner", "air condition", "air conditioned", "a/c", "aircon"],
        ["parking", "car park", "car parking", "parking available", "parking lot"],
        ["free parking", "free parking on premises", "complimentary parking", "free car park"],
        ["paid parking", "paid parking on premises"],
        ["gym", "fitness center", "fitness centre", "fitness room", "fitness facilities"],
        ["tv", "television"],
        ["cable tv", "tv with standard cable", "cable television"],
        ["washer", "washing machine"],
        ["dryer", "tumble dryer", "clothes dryer"],
        ["hair dryer", "blow dryer"],
        ["elevator", "lift"],
        ["refrigerator", "fridge"],
        ["microwave", "microwave oven"],
        ["stove", "hob", "cooktop"],
        ["hot tub", "jacuzzi", "whirlpool"],
        ["free breakfast", "breakfast included", "complimentary breakfast"],
        ["pets allowed", "pet friendly", "pets welcome"],
        ["24 hour front desk", "24 hour reception", "24h reception", "24h front desk", "24/7 reception"],
        ["airport shuttle", "airport transfer", "airport shuttle service"],
        ["ev charger", "ev charging", "electric vehicle charging station", "electric vehicle charging", "ev charging station"],
        ["smoke alarm", "smoke detector"],
        ["carbon monoxide alarm", "carbon monoxide detector", "co alarm", "co detector"],
        ["bbq", "barbecue", "barbeque", "bbq grill", "barbecue grill", "bbq facilities"],
        ["wheelchair accessible", "wheelchair access"],
        ["crib", "baby cot"],
        ["safe", "safety deposit box", "in room safe"],
    ];

    public static IReadOnlyList<string[]> PropertyTypes { get; } =
    [
        ["apartment", "apartments", "apt", "apts", "flat", "flats"],
        ["serviced apartment", "serviced apartments"],
        ["aparthotel", "aparthotels", "apartment hotel"],
        ["bed and breakfast", "b&b", "bnb", "bed & breakfast", "bed n breakfast"],
        ["guesthouse", "guesthouses"],
        ["hotel", "hotels"],
        ["hostel", "hostels"],
        ["motel", "motels"],
        ["resort", "resorts"],
        ["villa", "villas"],
        ["house", "houses"],
        ["vacation home", "vacation rental", "holiday home", "holiday rental"],
        ["cottage", "cottages"],
        ["cabin", "cabins"],
        ["condo", "condominium", "condos", "condominiums"],
        ["townhouse", "townhouses"],
        ["chalet", "chalets"],
        ["bungalow", "bungalows"],
        ["campsite", "campground", "camping site"],
    ];
}
