using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace HospitalityMemory.Firestore;

/// <summary>Why one attempt failed: Firestore's error, or the failure of the connection.</summary>
internal sealed record FirestoreError
{
    private const string RetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

    /// <summary>
    /// The name of a google.rpc.Code, such as <c>ABORTED</c>. HTTP's status says less: 409 may be ALREADY_EXISTS or ABORTED.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>HTTP's status; null if there was no answer.</summary>
    public HttpStatusCode? HttpStatus { get; init; }

    /// <summary>Firestore's message; null if it names a document, because ids are guest data.</summary>
    public string? Message { get; init; }

    /// <summary>How long Firestore asks callers to wait at least.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>The HTTP client's exception if there was no answer.</summary>
    public Exception? Cause { get; init; }

    /// <summary>Whether the same request may succeed a little later.</summary>
    public bool IsTransient => Status is "ABORTED" or "RESOURCE_EXHAUSTED" or "UNAVAILABLE" or "DEADLINE_EXCEEDED" or "INTERNAL" or "CANCELLED";

    /// <summary>Whether the request may have been carried out although its answer was lost.</summary>
    public bool MayHaveLanded => !WasNotSent && (Status is "UNAVAILABLE" or "DEADLINE_EXCEEDED" or "INTERNAL" or "CANCELLED" or "UNKNOWN");

    /// <summary>Whether a commit was refused because of its preconditions.</summary>
    public bool IsRefusedPrecondition => Status is "FAILED_PRECONDITION" or "ALREADY_EXISTS" or "NOT_FOUND";

    private bool WasNotSent => Cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    public static FirestoreError FromLostConnection(Exception cause) =>
        new() { Status = "UNAVAILABLE", Message = cause.Message, Cause = cause };

    public static FirestoreError FromUnreadableAnswer(HttpStatusCode status, JsonException cause) =>
        new() { Status = "UNAVAILABLE", HttpStatus = status, Message = "The answer was cut off or is not Firestore's.", Cause = cause };

    public static FirestoreError FromTimeout(TimeSpan limit) => new()
    {
        Status = "DEADLINE_EXCEEDED",
        Message = string.Create(CultureInfo.InvariantCulture, $"No answer within {limit.TotalSeconds:0.###} s."),
        Cause = new TimeoutException(),
    };

    /// <summary>
    /// Reads an answer other than 200: <c>{"error":{"status":...}}</c>, which a streaming method puts into an array, or the page of a front
    /// end.
    /// </summary>
    public static FirestoreError FromAnswer(HttpStatusCode httpStatus, RetryConditionHeaderValue? retryAfter, JsonElement? body)
    {
        if (body is { ValueKind: JsonValueKind.Array } stream && stream.GetArrayLength() > 0)
        {
            body = stream[0];
        }

        var error = body is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty("error"u8, out var found)
            && found.ValueKind is JsonValueKind.Object ? found : default;
        return new()
        {
            Status = Text(error, "status"u8) ?? StatusOf(httpStatus),
            HttpStatus = httpStatus,
            Message = WithoutIds(Text(error, "message"u8)),
            RetryDelay = RetryInfoOf(error) ?? retryAfter?.Delta,
        };
    }

    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Status}{(HttpStatus is { } status ? $" (HTTP {(int)status})" : "")}{(Message is { Length: > 0 } ? $": {Message}" : ".")}");

    private static TimeSpan? RetryInfoOf(JsonElement error)
    {
        if (error.ValueKind is not JsonValueKind.Object
            || !error.TryGetProperty("details"u8, out var details)
            || details.ValueKind is not JsonValueKind.Array)
        {
            return null;
        }

        foreach (var detail in details.EnumerateArray())
        {
            // A google.protobuf.Duration as JSON: seconds with a fraction, then an s.
            if (Text(detail, "@type"u8) is RetryInfoType
                && Text(detail, "retryDelay"u8) is { } delay
                && delay.EndsWith('s')
                && double.TryParse(delay.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds < TimeSpan.MaxValue.TotalSeconds / 2)
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }

        return null;
    }

    private static string StatusOf(HttpStatusCode status) => (int)status switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        408 or 504 => "DEADLINE_EXCEEDED",
        429 => "RESOURCE_EXHAUSTED",
        500 => "INTERNAL",
        502 or 503 => "UNAVAILABLE",
        _ => "UNKNOWN",
    };

    private static string? WithoutIds(string? message) =>
        message is null || message.Contains("/documents/", StringComparison.Ordinal) || message.Contains("path=", StringComparison.Ordinal)
            || message.Contains(FirestorePaths.Users, StringComparison.Ordinal)
            ? null
            : message;

    private static string? Text(JsonElement container, ReadOnlySpan<byte> name) =>
        container.ValueKind is JsonValueKind.Object && container.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
