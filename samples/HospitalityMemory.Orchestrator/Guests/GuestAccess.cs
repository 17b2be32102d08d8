using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace HospitalityMemory.Orchestrator.Guests;

/// <summary>Finds out who is asking: a guest with a signed cookie, or one with a bearer token.</summary>
internal static class GuestAccess
{
    private const string Either = "CookieOrToken";
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(30);

    public static void Add(IServiceCollection services, string folder)
    {
        services.AddDataProtection()
            .SetApplicationName("HospitalityMemory.Orchestrator")
            .PersistKeysToFileSystem(new(Path.Combine(folder, "keys")));
        services.AddSingleton<BearerTokens>();
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, displayName: null, scheme => scheme.ForwardDefaultSelector = static context =>
                context.Request.Headers.ContainsKey("Authorization") ? BearerHandler.Scheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.Scheme, displayName: null, configureOptions: null)
            .AddCookie(Configure);
        services.AddAuthorization();
    }

    /// <summary>The guest of a request that was admitted.</summary>
    public static Guest Guest(this ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The endpoint lets anybody in."),
        principal.FindFirstValue(ClaimTypes.Name) ?? "");

    public static ClaimsPrincipal Principal(Guest guest, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, guest.Id), new(ClaimTypes.Name, guest.Name)], scheme));

    private static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "guest";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = CookieLifetime;
        cookie.SlidingExpiration = true;
        cookie.Events.OnRedirectToLogin = static context => Refuse(context, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = static context => Refuse(context, StatusCodes.Status403Forbidden);
    }

    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

/// <summary>A guest.</summary>
/// <param name="Id">A random id that only this service knows.</param>
/// <param name="Name">The name that the guest gave.</param>
internal sealed record Guest(string Id, string Name);
