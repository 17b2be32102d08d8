using System.Collections.Frozen;

namespace HospitalityMemory.Import;

/// <summary>What became of a booking, in the words of systems in English, German, French, Spanish, Italian, Portuguese and Dutch.</summary>
internal static class StatusWords
{
    // These are in addition to the words that the library knows itself. Words of requests, options and offers are not among them.
    private static readonly FrozenDictionary<string, BookingStatus> Known = Words(
        (BookingStatus.Booked,
            "check out, check in, arrived, arrival, departed, departure, in house, in house today, reserved, active, paid, modified, amended, new, accepted, "
            + "upcoming, past, finished, fulfilled, "
            + "bestätigt, bestaetigt, gebucht, reserviert, garantiert, angereist, abgereist, eingecheckt, ausgecheckt, im haus, abgeschlossen, beendet, bezahlt, aktiv, "
            + "confirmé, confirmée, réservé, réservée, validée, terminé, terminée, arrivé, arrivée, parti, partie, payé, payée, actif, "
            + "confirmado, confirmada, reservado, reservada, completado, completada, finalizado, finalizada, terminado, terminada, pagado, pagada, activo, activa, alojado, alojada, "
            + "confermato, confermata, prenotato, prenotata, completato, completata, concluso, conclusa, terminato, terminata, pagato, pagata, arrivato, arrivata, partito, partita, attivo, attiva, "
            + "concluído, concluída, hospedado, hospedada, ativo, ativa, "
            + "bevestigd, geboekt, gereserveerd, voltooid, afgerond, betaald, actief, aangekomen, vertrokken, ingecheckt, uitgecheckt"),
        (BookingStatus.Cancelled,
            "cancel, cancellation, cxl, void, voided, "
            + "storniert, storno, stornierung, annulliert, abgesagt, "
            + "annulé, annulée, annulation, "
            + "cancelado, cancelada, anulado, anulada, cancelación, anulación, "
            + "annullato, annullata, cancellato, cancellata, disdetto, disdetta, annullamento, cancellazione, "
            + "cancelamento, anulação, "
            + "geannuleerd, gecanceld, annulering"),
        (BookingStatus.NoShow,
            "no shows, did not arrive, "
            + "nicht angereist, nicht erschienen, nichtanreise, "
            + "non présenté, non présentée, client non présenté, "
            + "no presentado, no presentada, no se presentó, "
            + "mancato arrivo, mancata presentazione, non presentato, non presentata, "
            + "não compareceu, não comparecimento, "
            + "niet verschenen, niet opgedaagd"));

    // What stands between "cancelled" and whoever did it.
    private static readonly FrozenSet<string> By =
        new[] { "by", "von", "vom", "durch", "par", "por", "pelo", "pela", "da", "dal", "dalla", "dall", "door" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The status that a word means, without regard to case and accents; null if it means none.</summary>
    /// <remarks>An addition in brackets may follow: "confirmed (paid)". One that names another status makes the word mean none.</remarks>
    public static BookingStatus? Read(string text)
    {
        var bracket = text.AsSpan().Trim() is [.., ')' or ']'] ? text.AsSpan().IndexOfAny('(', '[') : -1;
        if (bracket <= 0)
        {
            return OfWord(text);
        }

        var status = OfWord(text[..bracket].Trim());
        var addition = text[(bracket + 1)..].TrimEnd(')', ']', ' ');
        return Meanings(addition).Any(other => other is not BookingStatus.Booked && other != status) ? null : status;
    }

    private static IEnumerable<BookingStatus> Meanings(string addition) =>
        Tokens(addition).Append(addition).Select(OfWord).OfType<BookingStatus>();

    private static BookingStatus? OfWord(string word) =>
        BookingStatusNames.TryParse(word, out var status) ? status
        : Known.TryGetValue(Key(word), out var known) ? known
        : Tokens(word) is [var first, var by, _, ..] && OfWord(first) is BookingStatus.Cancelled && By.Contains(by) ? BookingStatus.Cancelled
        : null;

    private static string Key(string word) => string.Concat(NameFolding.Fold(word).Where(char.IsLetter));

    private static string[] Tokens(string text) =>
        [.. string.Concat(text.Select(static letter => char.IsLetter(letter) ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NameFolding.Fold)];

    private static FrozenDictionary<string, BookingStatus> Words(params (BookingStatus Status, string Words)[] lists) => lists
        .SelectMany(static list => list.Words.Split(", ").Select(word => (Word: Key(word), list.Status)))
        .DistinctBy(static word => word.Word)
        .ToFrozenDictionary(static word => word.Word, static word => word.Status, StringComparer.Ordinal);
}
