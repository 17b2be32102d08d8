using System.Net.Mime;
using System.Security.Claims;
using HospitalityMemory.Orchestrator.Errors;
using HospitalityMemory.Orchestrator.Model;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HospitalityMemory.Orchestrator.Guests;

/// <summary>Who the guest is, what is known of them, and how to export it or have it forgotten.</summary>
internal static class GuestEndpoints
{
    public const int MaxNameLength = 60;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me", Me).WithSummary("Who is signed in, and which model speaks.");
        routes.MapPost("/sign-in", SignInAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .WithSummary("Makes a guest of a made-up name, and sets the cookie. There is no password: this is a sample.");
        routes.MapPost("/token", Token).RequireAuthorization()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .WithSummary("Gives the signed-in guest a bearer token.");

        var guest = routes.MapGroup("/guest").RequireAuthorization();
        guest.MapGet("/", KnownAsync)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("What is known of the guest, as the agents are told.");
        guest.MapGet("/export", ExportAsync)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Json)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Everything that is held on the guest, as one JSON document.");
        guest.MapDelete("/", EraseAsync)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Erases the guest, gives the receipt, and ends the cookie.");
    }

    private static Ok<MeAnswer> Me(ClaimsPrincipal principal, ModelInfo model) => TypedResults.Ok(new MeAnswer(
        principal.Identity is { IsAuthenticated: true } ? principal.Guest().Name : null, model.IsModel, model.Description));

    private static async Task<Ok<SignInAnswer>> SignInAsync(SignInRequest request, HttpContext context)
    {
        var name = request.Name?.Trim() ?? "";
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
        {
            throw RefusedException.Invalid($"The name needs 1 to {MaxNameLength} characters, none of them a control character.");
        }

        var guest = new Guest(RandomIds.Guest(), name);
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            GuestAccess.Principal(guest, CookieAuthenticationDefaults.AuthenticationScheme),
            new() { IsPersistent = true });
        return TypedResults.Ok(new SignInAnswer(name));
    }

    private static Ok<TokenAnswer> Token(ClaimsPrincipal principal, BearerTokens tokens) =>
        TypedResults.Ok(new TokenAnswer(tokens.Issue(principal.Guest()), "Bearer", (long)tokens.Lifetime.TotalSeconds));

    private static async Task<Ok<GuestAnswer>> KnownAsync(ClaimsPrincipal principal, ILongTermMemory memory, CancellationToken cancellationToken)
    {
        var guest = principal.Guest();
        var context = await memory.GetPersonalizationContextAsync(guest.Id, slots: null, cancellationToken);
        return TypedResults.Ok(GuestAnswer.Of(guest, context));
    }

    private static async Task<ContentHttpResult> ExportAsync(
        ClaimsPrincipal principal, IGuestMemory memory, HttpResponse response, CancellationToken cancellationToken)
    {
        var export = await memory.ExportGuestAsync(principal.Guest().Id, cancellationToken);
        response.Headers.ContentDisposition = "attachment; filename=\"guest.json\"";
        return TypedResults.Text(export, MediaTypeNames.Application.Json, System.Text.Encoding.UTF8);
    }

    private static async Task<Ok<ErasedAnswer>> EraseAsync(
        ClaimsPrincipal principal, IGuestMemory memory, HttpContext context, CancellationToken cancellationToken)
    {
        var receipt = await memory.EraseGuestAsync(principal.Guest().Id, cancellationToken);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.Ok(ErasedAnswer.Of(receipt));
    }
}
