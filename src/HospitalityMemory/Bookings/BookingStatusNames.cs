using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory;

/// <summary>The words in which platforms say what became of a booking.</summary>
public static class BookingStatusNames
{
    /// <summary>What may be written, in the words of an error.</summary>
    internal const string Allowed = "booked, cancelled or no_show";

    private const int LongestWord = 40;

    /// <summary>Reads a status, without regard to case, blanks, hyphens and underscores.</summary>
    /// <param name="text">
    /// <c>booked</c>, <c>confirmed</c>, <c>ok</c>, <c>completed</c>, <c>checked_in</c>, <c>checked_out</c>, <c>stayed</c>;
    /// <c>cancelled</c> or <c>canceled</c>, whoever did it (<c>cancelled_by_guest</c>); <c>no_show</c>.
    /// </param>
    /// <param name="status">The status.</param>
    /// <returns>False for any other word: what is pending or was declined is no booking.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out BookingStatus status)
    {
        status = BookingStatus.Booked;
        if (text is null or { Length: > LongestWord })
        {
            return false;
        }

        BookingStatus? read = WordOf(text) switch
        {
            "booked" or "confirmed" or "ok" or "completed" or "checkedin" or "checkedout" or "stayed" => BookingStatus.Booked,
            "cancelled" or "canceled" => BookingStatus.Cancelled,
            "noshow" => BookingStatus.NoShow,
            var word when word.StartsWith("cancelledby", StringComparison.Ordinal) || word.StartsWith("canceledby", StringComparison.Ordinal) =>
                BookingStatus.Cancelled,
            _ => null,
        };
        status = read ?? BookingStatus.Booked;
        return read is not null;
    }

    /// <summary>The word that the library writes.</summary>
    /// <param name="status">The status.</param>
    /// <returns><c>booked</c>, <c>cancelled</c> or <c>no_show</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public static string NameOf(BookingStatus status) => status switch
    {
        BookingStatus.Booked => "booked",
        BookingStatus.Cancelled => "cancelled",
        BookingStatus.NoShow => "no_show",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, $"A status is {Allowed}."),
    };

    private static string WordOf(string text) =>
        string.Concat(text.Where(static letter => !char.IsWhiteSpace(letter) && letter is not ('_' or '-')).Select(char.ToLowerInvariant));
}
