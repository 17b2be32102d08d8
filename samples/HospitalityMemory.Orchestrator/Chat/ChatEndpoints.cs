using System.Net.ServerSentEvents;
using System.Security.Claims;
using HospitalityMemory.Orchestrator.Errors;
using HospitalityMemory.Orchestrator.Guests;
using HospitalityMemory.Orchestrator.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HospitalityMemory.Orchestrator.Chat;

/// <param name="SessionId">The conversation; null begins a new one.</param>
/// <param name="Message">What the guest says.</param>
internal sealed record ChatRequest(string? SessionId, string? Message);

/// <summary>A turn of a conversation, streamed.</summary>
internal static class ChatEndpoints
{
    public static void Map(RouteGroupBuilder routes) => routes.MapPost("/", ChatAsync)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .WithSummary("Says something and streams the answer: events 'session', 'agent', 'text', 'tool', 'slots', 'done' and 'problem'.");

    // Everything that may be refused is checked before the first event, because a refusal needs a status of its own.
    private static async Task<ServerSentEventsResult<ChatEvent>> ChatAsync(
        ChatRequest request,
        ClaimsPrincipal principal,
        GuestSessions sessions,
        ChatTurns turns,
        OrchestratorOptions options,
        CancellationToken cancellationToken)
    {
        var text = request.Message?.Trim() ?? "";
        if (text.Length is 0)
        {
            throw RefusedException.Invalid("The message is empty.");
        }

        if (text.Length > options.Limits.MessageLength)
        {
            throw new RefusedException(StatusCodes.Status413PayloadTooLarge, $"The message is longer than {options.Limits.MessageLength} characters.");
        }

        var guest = principal.Guest();
        var session = request.SessionId is null
            ? await sessions.BeginAsync(guest, cancellationToken)
            : await sessions.GetAsync(guest, request.SessionId, cancellationToken);
        return TypedResults.ServerSentEvents(Items(turns.RunAsync(session, guest, text, cancellationToken)));
    }

    private static async IAsyncEnumerable<SseItem<ChatEvent>> Items(IAsyncEnumerable<ChatEvent> events)
    {
        await foreach (var item in events)
        {
            yield return new(item, item.Kind);
        }
    }
}
