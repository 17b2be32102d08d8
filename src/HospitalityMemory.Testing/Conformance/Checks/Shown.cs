using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace HospitalityMemory.Testing.Checks;

/// <summary>Values as text for whoever reads why a case failed.</summary>
internal static class Shown
{
    private const int MostItems = 20;
    private const int MostCharacters = 400;

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{Cut(text)}\"",
        DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(index => Of(tuple[index])))})",
        IEnumerable items => Of(items),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => Cut(value.ToString() ?? ""),
    };

    private static string Of(IEnumerable items)
    {
        var shown = items.Cast<object?>().Take(MostItems + 1).Select(Of).ToList();
        return shown.Count > MostItems
            ? $"[{string.Join(", ", shown.Take(MostItems))}, ...]"
            : $"[{string.Join(", ", shown)}]";
    }

    private static string Cut(string text) => text.Length <= MostCharacters
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, MostCharacters)}... ({text.Length} characters)");
}
