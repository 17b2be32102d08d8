namespace HospitalityMemory.ConsoleSample;

internal static class Words
{
    /// <returns>Such as <c>1 stay</c> or <c>1,200 stays</c>.</returns>
    public static string Count(long count, string one, string? many = null) =>
        count is 1 ? $"1 {one}" : $"{count:N0} {many ?? one + "s"}";

    /// <returns>What was refused and why, on one line, without the argument's name in the library's code.</returns>
    public static string Of(ArgumentException exception) =>
        exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
