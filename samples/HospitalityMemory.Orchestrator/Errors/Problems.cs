using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc;

namespace HospitalityMemory.Orchestrator.Errors;

/// <summary>What a caller learns of an exception. Only texts that were written for the caller get out.</summary>
internal static class Problems
{
    public static ProblemDetails Of(Exception exception) => exception switch
    {
        RefusedException refused => Make(refused.Status, refused.Message),

        // The caller must not learn whose session it is. The answer is the same as for a missing one.
        SessionOwnershipException or SessionNotFoundException => Make(StatusCodes.Status404NotFound, "There is no such conversation."),
        SlotValidationException => Make(StatusCodes.Status400BadRequest, "What was said of the stay is not allowed."),
        SessionTooLargeException => Make(StatusCodes.Status413PayloadTooLarge, "The conversation is full. Begin a new one."),
        MemoryConcurrencyException => Make(StatusCodes.Status409Conflict, "Somebody else changed it at the same time. Try again."),
        MemoryUnavailableException => Make(StatusCodes.Status503ServiceUnavailable, "The memory is out of reach. Try again later."),
        BadHttpRequestException bad => Make(bad.StatusCode, bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => "The request is too large.",
            StatusCodes.Status415UnsupportedMediaType => "Send JSON, as application/json.",
            _ => "The request cannot be read.",
        }),
        _ => Make(StatusCodes.Status500InternalServerError, "Something went wrong here."),
    };

    /// <summary>Whether the exception needs no stack trace in the log.</summary>
    public static bool IsExpected(Exception exception) => Of(exception).Status < StatusCodes.Status500InternalServerError;

    private static ProblemDetails Make(int status, string detail) => new() { Status = status, Detail = detail };
}

/// <summary>A request that the sample refuses, with a text for the caller.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It always has a status.")]
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static RefusedException NotFound() => new(StatusCodes.Status404NotFound, "There is no such conversation.");

    public static RefusedException Invalid(string message) => new(StatusCodes.Status400BadRequest, message);
}
