using Microsoft.Net.Http.Headers;

namespace HospitalityMemory.Orchestrator;

/// <summary>The page: a few files inside the program, and nothing from elsewhere.</summary>
internal static class Page
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "index.html", "text/html; charset=utf-8");
        Map(routes, "/page.css", "page.css", "text/css; charset=utf-8");
        Map(routes, "/page.js", "page.js", "text/javascript; charset=utf-8");
        Map(routes, "/icon.svg", "icon.svg", "image/svg+xml");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string file, string type)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream($"wwwroot/{file}")
            ?? throw new InvalidOperationException($"The program was built without {file}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16]}\"");
        routes.MapGet(path, () => TypedResults.Bytes(bytes, type, entityTag: tag)).ExcludeFromDescription();
    }
}

/// <summary>The headers of every answer: only the page's own files may run, and nothing is cached.</summary>
internal static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }
}
