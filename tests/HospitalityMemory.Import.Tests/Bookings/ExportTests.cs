namespace HospitalityMemory.Import.Tests.Bookings;

/// <summary>
/// Exports of real systems as they are: columns are found by their headers, and values are read as a person would.
/// </summary>
public sealed class ExportTests
{
    private const string Airbnb =
        """
        Confirmation code,Status,Guest name,Contact,# of adults,# of children,# of infants,Start date,End date,# of nights,Booked,Listing,Earnings
        HMPLAT0001,Confirmed,Guest One,,2,0,0,11/05/2026,11/08/2026,3,2026-09-30,Rose Room,"$412.50"
        HMPLAT0002,Canceled by guest,Guest One,,2,1,0,12/05/2026,12/08/2026,3,2026-09-30,Rose Room,$0.00
        """;

    private const string BookingCom =
        """
        Book number,Booked by,Guest name(s),Check-in,Check-out,Booked on,Status,Rooms,Persons,Adults,Children,Children's age(s),Price,Commission %,Commission amount,Payment status,Remarks,Booker country,Travel purpose,Device,Unit type,Duration (nights),Cancellation date,Address,Phone number
        4000111222,"Guest, One",Guest One,2026-12-15,2026-12-17,2026-12-09 00:26:33,ok,1,2,2,,,300 USD,15,45 USD,,,no,Leisure,Mobile,Double Room,2,,,
        4000111223,"Guest, One",Guest One,2026-12-18,2026-12-20,2026-12-09 00:26:33,cancelled_by_guest,1,2,2,,,0 USD,15,0 USD,,,no,Business,Desktop,Double Room,2,2026-12-11 10:00:00,,
        4000111224,"Guest, One",Guest One,2026-11-18,2026-11-20,2026-10-09 00:26:33,no_show,2,4,4,,,410.5 EUR,15,61 EUR,,,no,Business,Desktop,Double Room,2,,,
        """;

    private const string Hotels =
        """
        hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_week_number,arrival_date_day_of_month,stays_in_weekend_nights,stays_in_week_nights,adults,children,babies,meal,country,market_segment,distribution_channel,is_repeated_guest,previous_cancellations,previous_bookings_not_canceled,reserved_room_type,assigned_room_type,booking_changes,deposit_type,agent,company,days_in_waiting_list,customer_type,adr,required_car_parking_spaces,total_of_special_requests,reservation_status,reservation_status_date
        Resort Hotel,0,7,2015,July,27,1,1,2,2,1,0,BB,GBR,Direct,Direct,0,0,0,A,C,0,No Deposit,NULL,NULL,0,Transient,75.125,0,0,Check-Out,2015-07-04
        City Hotel,1,88,2016,February,9,29,0,1,2,NA,0,BB,PRT,Online TA,TA/TO,0,0,0,A,A,0,No Deposit,9,NULL,0,Transient,76.5,0,1,Canceled,2016-02-01
        City Hotel,1,0,2016,August,32,5,0,0,0,0,0,SC,PRT,Complementary,Direct,0,0,0,A,A,0,No Deposit,NULL,NULL,0,Transient,0,0,0,No-Show,2016-08-05
        """;

    [Fact]
    public async Task Airbnb_reservations_need_a_city_and_nothing_else()
    {
        var question = await Cases.AskedAsync(Airbnb);
        Assert.Equal(("fields", "city"), (question.Setting, question.Field));

        var reader = await BookingFileReader.OpenAsync(Cases.File(Airbnb), Cases.With("""{ "fields": { "city": { "value": "Paris" } } }"""));
        var rows = await reader.ReadAsync().ToListAsync();

        Assert.Equal("Airbnb reservations", reader.Preset);
        var booked = rows[0].Booking!;
        Assert.Equal(
            ("HMPLAT0001", "Paris", Cases.Day("2026-11-05"), Cases.Day("2026-11-08"), BookingStatus.Booked),
            (booked.BookingId, booked.City, booked.CheckIn, booked.CheckOut!.Value, booked.Status));
        Assert.Equal((412.50m, "USD", 2, 2, 0), (booked.TotalPrice, booked.Currency, booked.Guests, booked.Adults, booked.Children));
        Assert.Equal(("Rose Room", "Airbnb"), (booked.PropertyId, booked.Channel));
        Assert.Equal(new Origin { Kind = OriginKind.Import, Name = "file" }, booked.Origin);
        Assert.Equal(new DateTimeOffset(2026, 9, 30, 0, 0, 0, TimeSpan.Zero), booked.BookedAt);
        var cancelled = rows[1].Booking!;
        Assert.Equal((BookingStatus.Cancelled, 3, Cases.Day("2026-12-05")), (cancelled.Status, cancelled.Guests, cancelled.CheckIn));
        Assert.Null(cancelled.TotalPrice);
        Assert.All(rows, row => Assert.Equal("Contact is empty, and the guest is known by Guest name only", row.Problems()));
        Assert.All(rows, row => Assert.Equal(GuestHash.Of(null, "guest one", ""), row.UserId));
    }

    [Fact]
    public async Task The_nights_of_a_European_export_show_the_order_of_its_dates()
    {
        var rows = await Cases.ReadAsync(
            Airbnb.Replace("11/05/2026,11/08/2026", "05/11/2026,08/11/2026").Replace("12/05/2026,12/08/2026", "05/12/2026,08/12/2026"),
            Cases.With("""{ "fields": { "city": { "value": "Paris" } } }"""));

        Assert.Equal((Cases.Day("2026-11-05"), Cases.Day("2026-11-08")), (rows[0].Booking!.CheckIn, rows[0].Booking!.CheckOut!.Value));
    }

    [Fact]
    public async Task A_city_is_looked_up_by_the_property_and_one_that_is_not_listed_is_refused_by_its_name()
    {
        var rows = await Cases.ReadAsync(
            Airbnb + "\nHMPLAT0003,Confirmed,Guest Two,+1,2,0,0,11/05/2026,11/08/2026,3,2026-09-30,Blue Room,$90.00\n",
            Cases.With("""{ "fields": { "city": { "column": "Listing", "values": { "rose room": "Lyon" } } } }"""));

        Assert.Equal("Lyon", rows[0].Booking!.City);
        Assert.Equal("Listing is \"Blue Room\", whose city the mapping does not say", rows[2].Problems());
        Assert.True(rows[2].IsRefused);
    }

    [Fact]
    public async Task Bookings_of_Booking_com_are_read_with_their_totals_and_statuses()
    {
        var rows = await Cases.ReadAsync(BookingCom, Cases.With("""{ "fields": { "city": { "value": "Paris" } } }"""));

        Assert.All(rows, row => Assert.Equal("Phone number is empty, and the guest is known by Booked by only", row.Problems()));
        Assert.Equal(
            [(300m, "USD", BookingStatus.Booked, 1), (null, null, BookingStatus.Cancelled, 1), (410.5m, "EUR", BookingStatus.NoShow, 2)],
            rows.Select(row => (row.Booking!.TotalPrice, row.Booking.Currency, row.Booking.Status, row.Booking.Rooms)));
        Assert.Equal(new DateTimeOffset(2026, 12, 9, 0, 26, 33, TimeSpan.Zero), rows[0].Booking!.BookedAt);
        Assert.Equal(new DateTimeOffset(2026, 12, 11, 10, 0, 0, TimeSpan.Zero), rows[1].Booking!.CancelledAt);
        Assert.Equal("Double Room", rows[0].Booking!.AdditionalFields.GetString("room_type"));
        Assert.Single(rows.Select(row => row.UserId).Distinct());
    }

    [Fact]
    public async Task The_public_hotel_demand_data_needs_nothing_said()
    {
        var reader = await BookingFileReader.OpenAsync(Cases.File(Hotels), new());
        var rows = await reader.ReadAsync().ToListAsync();

        Assert.Empty(rows.SelectMany(row => row.Problems));
        Assert.Equal(["row-2-2015-07-01", "row-3-2016-02-29", "row-4-2016-08-05"], rows.Select(row => row.UserId));
        var stay = rows[0].Booking!;
        Assert.Equal(
            ("Algarve", "PT", Cases.Day("2015-07-01"), Cases.Day("2015-07-04"), 75.125m, "EUR", 3),
            (stay.City, stay.Country, stay.CheckIn, stay.CheckOut!.Value, stay.PricePerNight, stay.Currency, stay.Guests));
        Assert.Equal((BookingStatus.Booked, "Direct", "hotel"), (stay.Status, stay.Channel, stay.PropertyType));
        Assert.Equal(new DateTimeOffset(2015, 6, 24, 0, 0, 0, TimeSpan.Zero), stay.BookedAt);
        Assert.Equal("GBR", stay.AdditionalFields.GetString("guest_country"));
        Assert.Null(stay.CancelledAt);
        Assert.Equal((BookingStatus.Cancelled, 2, new DateTimeOffset(2016, 2, 1, 0, 0, 0, TimeSpan.Zero)), (rows[1].Booking!.Status, rows[1].Booking!.Guests, rows[1].Booking!.CancelledAt));
        Assert.Equal((BookingStatus.NoShow, null, null, null), (rows[2].Booking!.Status, rows[2].Booking!.Guests, rows[2].Booking!.CheckOut, rows[2].Booking!.PricePerNight));
        Assert.Distinct(rows.Select(row => row.Booking!.BookingId));
    }

    [Fact]
    public async Task A_preset_of_the_hosts_own_is_a_mapping_and_no_code()
    {
        var preset = BookingMapping.FromJson(
            """
            {
              "name": "our system",
              "headers": ["Res#", "Kunde", "Anreise"],
              "fields": { "booking_id": "Res#", "guest": "Kunde", "check_in": "Anreise", "city": { "value": "Graz" }, "total_price": "Summe" },
              "dates": "dd.MM.yyyy",
              "decimal": "comma"
            }
            """);
        var options = new BookingFileOptions { Presets = [.. BookingMapping.Presets, preset] };

        var row = Assert.Single(await Cases.ReadAsync("Res#;Kunde;Anreise;Summe\n1;k-7;03/04/2027;1.234\n", options));

        Assert.Equal(("1", "k-7", Cases.Day("2027-04-03"), 1234m), (row.Booking!.BookingId, row.UserId, row.Booking.CheckIn, row.Booking.TotalPrice));
    }
}
