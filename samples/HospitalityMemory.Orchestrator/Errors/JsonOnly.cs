namespace HospitalityMemory.Orchestrator.Errors;

/// <summary>
/// Accepts posts only as JSON. A form on another site cannot send JSON unless the browser first asks this site for permission. The cookie,
/// which is not sent with requests of other sites, does the rest.
/// </summary>
internal static class JsonOnly
{
    public static ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return HttpMethods.IsPost(request.Method) && !request.HasJsonContentType()
            ? throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, "Send JSON, as application/json.")
            : next(context);
    }
}
