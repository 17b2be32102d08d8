using System.Security.Claims;
using HospitalityMemory.Orchestrator.Guests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HospitalityMemory.Orchestrator.Sessions;

/// <summary>The guest's conversations.</summary>
internal static class SessionEndpoints
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/", ListAsync).WithSummary("The guest's conversations, the latest first.");
        routes.MapGet("/{id}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("One conversation, with what was said.");
        routes.MapDelete("/{id}", DeleteAsync).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Deletes a conversation.");
    }

    private static async Task<Ok<IReadOnlyList<SessionLine>>> ListAsync(
        ClaimsPrincipal principal, GuestSessions sessions, CancellationToken cancellationToken)
    {
        var all = await sessions.ListAsync(principal.Guest(), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<SessionLine>>([.. all.Select(SessionLine.Of)]);
    }

    private static async Task<Ok<SessionAnswer>> GetAsync(
        string id, ClaimsPrincipal principal, GuestSessions sessions, CancellationToken cancellationToken) =>
        TypedResults.Ok(SessionAnswer.Of(await sessions.GetAsync(principal.Guest(), id, cancellationToken)));

    private static async Task<NoContent> DeleteAsync(
        string id, ClaimsPrincipal principal, GuestSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.DeleteAsync(principal.Guest(), id, cancellationToken);
        return TypedResults.NoContent();
    }
}
