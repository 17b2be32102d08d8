using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Posts to Firestore with credentials. Each attempt and the whole call have a time limit, and a transient failure is tried again.
/// </summary>
/// <remarks>
/// A request may be sent again if it is a read, or a commit whose preconditions make a second execution impossible. Additions have no
/// preconditions: they are sent again only if the first attempt surely was not carried out. When a later attempt of a commit is refused, an
/// earlier one may have been carried out. The transport cannot know that, and reports it.
/// </remarks>
internal sealed partial class FirestoreTransport
{
    public const string ClientName = "HospitalityMemory.Firestore";

    /// <summary>Each of the 20 levels that a value may have takes three levels of JSON.</summary>
    private static readonly JsonDocumentOptions AnswerOptions = new() { MaxDepth = 256 };

    private readonly IHttpClientFactory _clients;
    private readonly IFirestoreCredentials _credentials;
    private readonly FirestoreProfileOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly RetrySchedule _schedule;
    private readonly Uri _endpoint;

    public FirestoreTransport(
        IHttpClientFactory clients,
        IFirestoreCredentials credentials,
        FirestoreProfileOptions options,
        TimeProvider timeProvider,
        ILogger logger)
    {
        _clients = clients;
        _credentials = credentials;
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
        _schedule = new RetrySchedule(options.InitialRetryDelay, options.MaxRetryDelay, Random.Shared.NextDouble);
        _endpoint = options.EmulatorHost is { Length: > 0 } emulator ? new Uri($"http://{emulator}/") : options.Endpoint;
    }

    /// <summary>Posts a request until there is an answer.</summary>
    /// <param name="method">The method for the log, such as <c>commit</c>.</param>
    /// <param name="url">The path, below the endpoint.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="mayBeSentTwice">Whether a second execution does no harm.</param>
    /// <exception cref="MemoryUnavailableException">
    /// Firestore refused the request for good, or failed too often or for too long.
    /// </exception>
    public async ValueTask<FirestoreAnswer> PostAsync(
        string method, string url, ReadOnlyMemory<byte> body, CancellationToken cancellationToken, bool mayBeSentTwice = true)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = _timeProvider.GetTimestamp();
        var mayHaveLanded = false;
        for (var attempt = 1; ; attempt++)
        {
            var remaining = _options.Timeout - _timeProvider.GetElapsedTime(start);
            var (document, error) = await AttemptAsync(url, body, remaining, cancellationToken).ConfigureAwait(false);
            if (error is null)
            {
                return new(document, null, mayHaveLanded);
            }

            if (error.IsRefusedPrecondition && method is FirestoreClient.CommitMethod)
            {
                return new(null, error, mayHaveLanded);
            }

            mayHaveLanded |= error.MayHaveLanded;
            var delay = _schedule.DelayAfter(attempt, error.RetryDelay);
            if (!error.IsTransient || (mayHaveLanded && !mayBeSentTwice) || attempt >= _options.MaxAttempts || _timeProvider.GetElapsedTime(start) + delay >= _options.Timeout)
            {
                throw Unavailable(method, attempt, mayHaveLanded, error);
            }

            LogRetry(method, error.Status, attempt, delay.TotalMilliseconds);
            await Task.Delay(delay, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<(JsonDocument? Document, FirestoreError? Error)> AttemptAsync(
        string url, ReadOnlyMemory<byte> body, TimeSpan remaining, CancellationToken cancellationToken)
    {
        var limit = remaining < _options.AttemptTimeout ? remaining : _options.AttemptTimeout;
        if (limit <= TimeSpan.Zero)
        {
            return (null, FirestoreError.FromTimeout(_options.Timeout));
        }

        using var timeout = new CancellationTokenSource(limit, _timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_endpoint, url))
            {
                Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            await _credentials.AuthorizeAsync(request, both.Token).ConfigureAwait(false);
            return await SendAsync(request, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            // The caller's cancellation comes first: it must be reported as such, with the caller's token.
            cancellationToken.ThrowIfCancellationRequested();
            return timeout.IsCancellationRequested
                ? (null, FirestoreError.FromTimeout(limit))
                : (null, FirestoreError.FromLostConnection(exception));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, FirestoreError.FromLostConnection(exception));
        }
    }

    private async ValueTask<(JsonDocument? Document, FirestoreError? Error)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var client = _clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            JsonDocument document;
            try
            {
                document = await JsonDocument.ParseAsync(stream, AnswerOptions, cancellationToken).ConfigureAwait(false);
            }
            catch (JsonException exception)
            {
                return (null, response.IsSuccessStatusCode
                    ? FirestoreError.FromUnreadableAnswer(response.StatusCode, exception)
                    : FirestoreError.FromAnswer(response.StatusCode, response.Headers.RetryAfter, body: null));
            }

            if (response.IsSuccessStatusCode)
            {
                return (document, null);
            }

            using (document)
            {
                return (null, FirestoreError.FromAnswer(response.StatusCode, response.Headers.RetryAfter, document.RootElement));
            }
        }
    }

    private static MemoryUnavailableException Unavailable(string method, int attempts, bool mayHaveLanded, FirestoreError error)
    {
        var hint = error.Status switch
        {
            "UNAUTHENTICATED" => " Check the credentials.",
            "PERMISSION_DENIED" => " The credentials need the role roles/datastore.user in the project.",
            "NOT_FOUND" => " Check the project's id and the database's.",
            "RESOURCE_EXHAUSTED" => " A quota is used up.",
            _ => "",
        };
        var outcome = method is not FirestoreClient.CommitMethod ? ""
            : mayHaveLanded ? " Whether the write was carried out is not known; if so, it was whole."
            : " Nothing was written.";
        return new(
            FormattableString.Invariant($"Firestore did not serve '{method}' in {attempts} attempt(s): {error.Describe()}{hint}{outcome}"),
            error.HttpStatus is null && error.Cause is { } cause ? cause : new FirestoreRequestException(error));
    }

    [LoggerMessage(1, LogLevel.Information, "Firestore answered {Method} with {Status} in attempt {Attempt}. The next one follows in {Delay} ms.")]
    private partial void LogRetry(string method, string status, int attempt, double delay);
}

/// <summary>The outcome of a request.</summary>
/// <param name="Document">The answer; null if a commit was refused because of its preconditions.</param>
/// <param name="Refusal">Why a commit was refused.</param>
/// <param name="MayHaveLanded">Whether an earlier attempt of the same request may have been carried out.</param>
internal readonly record struct FirestoreAnswer(JsonDocument? Document, FirestoreError? Refusal, bool MayHaveLanded) : IDisposable
{
    public void Dispose() => Document?.Dispose();
}
