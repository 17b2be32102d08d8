using Microsoft.AspNetCore.Diagnostics;

namespace HospitalityMemory.Orchestrator.Errors;

/// <summary>Answers with problem details (RFC 9457) whatever goes wrong.</summary>
internal sealed class ProblemExceptionHandler(IProblemDetailsService writer) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read it.
            return true;
        }

        var problem = Problems.Of(exception);
        httpContext.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        return await writer.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
    }
}
