using Microsoft.AspNetCore.Diagnostics;

namespace HospitalityMemory.Orchestrator.Errors;

/// <summary>Answers every error with problem details (RFC 9457).</summary>
internal sealed class ProblemExceptionHandler(IProblemDetailsService writer) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone, and nobody would read an answer.
            return true;
        }

        var problem = Problems.Of(exception);
        httpContext.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        return await writer.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
    }
}
