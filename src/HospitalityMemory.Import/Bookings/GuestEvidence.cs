using System.Globalization;

namespace HospitalityMemory.Import;

/// <summary>
/// What the rows show of a column such as "Guest", which holds ids in some files and people's names in others. Two people may have one
/// name, so that beside names an e-mail address or a telephone says who booked.
/// </summary>
internal sealed class GuestEvidence
{
    private long _names;
    private long _others;

    /// <summary>Whether most values are names beside which an address or a telephone stands.</summary>
    public bool AreNames => _names > _others;

    /// <summary>Takes the guest of a row, with what stands beside.</summary>
    public void Take(string guest, string beside)
    {
        if (IsName(guest) && !PlainWords.SaysNothing(beside))
        {
            _names++;
        }
        else
        {
            _others++;
        }
    }

    // Words with blanks between them, or letters alone with the signs that names have.
    private static bool IsName(string text) => text.Any(char.IsWhiteSpace) || text.All(static letter =>
        char.IsLetter(letter) || letter is '.' or '-' or '\'' or '\u2019'
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
