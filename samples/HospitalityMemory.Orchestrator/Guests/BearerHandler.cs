using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HospitalityMemory.Orchestrator.Guests;

/// <summary>Admits callers with a token of this service.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, BearerTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Bearer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        return Task.FromResult(
            header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && tokens.Read(header["Bearer ".Length..].Trim()) is { } guest
                ? AuthenticateResult.Success(new(GuestAccess.Principal(guest, Scheme), Scheme))
                : AuthenticateResult.Fail("The token is not one of this service, or is too old."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = Scheme;
        return Task.CompletedTask;
    }
}
