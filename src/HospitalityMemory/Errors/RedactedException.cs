using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// An error without its message, which may quote what a guest said or a guest's name. It keeps the error's type, the types of its
/// causes, and where it was thrown. In logs it replaces errors of the host's own code; as a cause it replaces errors of readers.
/// </summary>
internal sealed class RedactedException : Exception
{
    private readonly string? _stackTrace;

    private RedactedException(Exception exception)
        : base(Describe(exception)) => _stackTrace = exception.StackTrace;

    public override string? StackTrace => _stackTrace;

    public static Exception? Of(Exception? exception) => exception is null or RedactedException ? exception : new RedactedException(exception);

    private static string Describe(Exception exception)
    {
        var types = new List<string>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            types.Add(cause is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
                ? FormattableString.Invariant($"{cause.GetType()} in line {line + 1} at byte {position}")
                : cause is UnreadableDataException { Store: { } store } unreadable ? $"{cause.GetType()} ({unreadable.Kind} in the store '{store}', key {unreadable.Key})"
                : cause.GetType().ToString());
        }

        return $"{string.Join(", caused by ", types)}. What it says may hold guest data, and is left out.";
    }
}
