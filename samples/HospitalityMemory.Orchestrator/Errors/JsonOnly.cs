namespace HospitalityMemory.Orchestrator.Errors;

/// <summary>
/// Takes posts as JSON only: no form of another site can send that without the browser asking this one first. The cookie
/// that is sent to no other site's requests does the rest.
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
