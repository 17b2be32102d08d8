using System.Globalization;
using System.Text;

namespace HospitalityMemory.Sqlite;

/// <summary>
/// The prefix of the names of an application's tables, indexes and triggers. Each application has its own, and no statement can touch
/// another's rows.
/// </summary>
/// <remarks>
/// SQLite ignores case in names: <c>Blue</c> and <c>blue</c> are one. Everything but small letters and digits is therefore escaped. No two
/// applications share a prefix, and no named application's prefix begins with <see cref="Plain"/>.
/// </remarks>
internal static class ApplicationTables
{
    /// <summary>The prefix in the text of all statements: that of the application without a name.</summary>
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

        // This cannot be read as an escape: an underscore is no hexadecimal digit.
        return prefix.Append("$_").ToString();
    }
}
