using System.Buffers;

namespace HospitalityMemory;

/// <summary>What an application may be called.</summary>
internal static class ApplicationName
{
    public const string Rule = "1 to 64 letters, digits, '-', '_' and '.'";

    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static bool IsValid(string? name) => name is { Length: > 0 and <= MaxLength } && !name.AsSpan().ContainsAnyExcept(Allowed);
}
