using System.Globalization;
using System.Text;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// What the names of an application's tables, indexes and triggers begin with: each application has its own, so that no
/// statement can meet another's rows.
/// </summary>
/// <remarks>
/// SQLite takes <c>Blue</c> and <c>blue</c> for one name, so that all but small letters and digits is escaped. No two
/// applications share a prefix, and none of those that have a name begins as the plain one does.
/// </remarks>
internal static class ApplicationTables
{
    /// <summary>What the names in all statements begin with: those of the application that has no name.</summary>
    public const string Plain = "memory_";

    public static string PrefixOf(string application)
    {
        if (application is HospitalityMemoryOptions.DefaultApplication)
        {
            return Plain;
        }

        var prefix = new StringBuilder("memory$");
        foreach (var character in application)
        {
            if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character))
            {
                prefix.Append(character);
            }
            else
            {
                prefix.Append(CultureInfo.InvariantCulture, $"${(int)character:x2}");
            }
        }

        // No escape: an underscore is no hexadecimal digit.
        return prefix.Append("$_").ToString();
    }
}
