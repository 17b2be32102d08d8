namespace HospitalityMemory.Import.Tests.Bookings;

/// <summary>The words in which systems say what became of a booking. A word that is not known is never guessed.</summary>
public sealed class StatusTests
{
    [Theory]
    [InlineData("yes")]
    [InlineData("Ja")]
    [InlineData("OUI")]
    [InlineData("sí")]
    [InlineData("Sì")]
    [InlineData("sim")]
    [InlineData("true")]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("1.00")]
    [InlineData("1,0")]
    [InlineData("Cancelled")]
    [InlineData("storniert")]
    [InlineData("annulé par le client")]
    [InlineData("2025-03-01")]
    [InlineData("03/04/2025")]
    [InlineData("1.3.2025 14:05")]
    public Task A_column_of_cancellations_says_cancelled(string word) => ExpectAsync("Cancelled", word, BookingStatus.Cancelled);

    [Theory]
    [InlineData("no")]
    [InlineData("Nein")]
    [InlineData("non")]
    [InlineData("não")]
    [InlineData("Nee")]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("N")]
    [InlineData("Not cancelled")]
    [InlineData("Confirmed")]
    [InlineData("-")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("")]
    public Task A_column_of_cancellations_says_booked(string word) => ExpectAsync("is_canceled", word, BookingStatus.Booked);

    [Fact]
    public Task A_no_show_stands_in_a_column_of_cancellations_too() => ExpectAsync("canceled", "No-Show", BookingStatus.NoShow);

    [Theory]
    [InlineData("maybe")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("partly")]
    [InlineData("annulé partiellement par le client")]
    public async Task A_word_that_is_not_known_refuses_the_row_by_its_column(string word)
    {
        var row = await RowAsync("Cancelled", word);

        Assert.True(row.IsRefused);
        Assert.Equal($"Cancelled is \"{RowFields.Shown(word)}\", not yes, no, a status or a date of cancellation", row.Problems());
        Assert.Equal("Cancelled", Assert.Single(row.Problems).Column);
    }

    [Fact]
    public async Task Serial_days_are_cancellations_where_the_mapping_says_so_and_its_own_words_count()
    {
        var dated = await RowAsync("Cancelled", "46086", Cases.With("""{ "fields": { "cancelled": { "column": "Cancelled", "dates": "excel" } } }"""));
        var worded = await RowAsync("Cancelled", "weg", Cases.With("""{ "fields": { "cancelled": { "column": "Cancelled", "values": { "weg": "cancelled" } } } }"""));
        var ignored = await RowAsync("Cancelled", "test", Cases.With("""{ "fields": { "cancelled": { "column": "Cancelled", "values": { "test": "ignore" } } } }"""));

        Assert.Equal((BookingStatus.Cancelled, BookingStatus.Cancelled), (dated.Booking!.Status, worded.Booking!.Status));
        Assert.Equal("Cancelled is \"test\", which is no booking", ignored.Problems());
    }

    [Theory]
    [InlineData("booked", "Confirmed", "no", "booked")]
    [InlineData("cancelled", "Confirmed", "yes", "cancelled")]
    [InlineData("cancelled", "Cancelled", "no", "cancelled")]
    [InlineData("no_show", "No show", "yes", "no_show")]
    [InlineData("no_show", "ok", "no-show", "no_show")]
    [InlineData(null, "Confirmed", "perhaps", "")]
    public async Task Of_a_status_and_a_cancellation_what_did_not_take_place_counts(string? expected, string status, string flag, string name)
    {
        var row = Assert.Single(await Cases.ReadAsync($"stay_id,user_id,check_in,city,status,cancelled\n1,g,2025-03-15,Rome,{status},{flag}\n"));

        Assert.Equal(expected is null ? "" : name, row.Booking is { } booking ? BookingStatusNames.NameOf(booking.Status) : "");
    }

    [Theory]
    [InlineData("bestätigt,BESTÄTIGT,Gebucht,ausgecheckt,confirmé,Confirmée,reservado,confirmada,Confermata,prenotato,concluído,bevestigd,geboekt", "booked")]
    [InlineData("storniert,Storno,STORNIERT,annulé,Annulée,annulation,cancelado,Anulada,annullato,cancellata,cancelamento,geannuleerd", "cancelled")]
    [InlineData("storniert durch Gast,cancelado por el huésped,annullata dall'ospite,geannuleerd door gast,cancelada pelo hóspede", "cancelled")]
    [InlineData("nicht angereist,Nicht erschienen,non présenté,no se presentó,mancato arrivo,não compareceu,niet verschenen", "no_show")]
    [InlineData("CONFIRMED (paid),Confirmed [2 rooms],bestätigt (bezahlt)", "booked")]
    [InlineData("Cancelled (paid),storniert (kostenfrei)", "cancelled")]
    [InlineData("pending,Anfrage,en attente,Option,confirmed (cancelled),Booked (no show),OK (storniert am 3.5.),unconfirmed,abgelehnt", null)]
    public async Task Statuses_are_read_in_the_languages_of_the_trade(string words, string? expected)
    {
        foreach (var word in words.Split(','))
        {
            var row = await RowAsync("status", word);

            Assert.Equal((word, expected), (word, row.Booking is { } booking ? BookingStatusNames.NameOf(booking.Status) : null));
            Assert.Equal(expected is null ? $"status is \"{word}\", not booked, cancelled or no_show" : "", row.Problems());
        }
    }

    private static async Task ExpectAsync(string column, string word, BookingStatus expected)
    {
        var row = await RowAsync(column, word);

        Assert.Equal((expected, ""), (row.Booking?.Status, row.Problems()));
    }

    private static async Task<ImportedBooking> RowAsync(string column, string word, BookingFileOptions? options = null) =>
        Assert.Single(await Cases.ReadAsync($"stay_id,user_id,check_in,city,{column}\n1,g,2025-03-15,Rome,\"{word}\"\n", options));
}
