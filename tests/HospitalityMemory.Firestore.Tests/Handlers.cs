using System.Net;
using System.Text;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>Records every request and forwards it.</summary>
internal sealed class CountingHandler(HttpMessageHandler? inner = null) : DelegatingHandler(inner ?? new SocketsHttpHandler())
{
    private readonly Lock _lock = new();
    private readonly List<string> _methods = [];

    /// <summary>The part after the colon of each address, in order.</summary>
    public string[] Methods
    {
        get
        {
            lock (_lock)
            {
                return [.. _methods];
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _methods.Clear();
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _methods.Add(request.RequestUri!.AbsoluteUri.Split(':')[^1]);
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Answers in place of Firestore, one answer after the other. The last answer is repeated.</summary>
internal sealed class AnsweringHandler(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    private readonly SemaphoreSlim _arrived = new(0);
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public HttpRequestMessage? Last { get; private set; }

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Json(HttpStatusCode status, string json) =>
        (_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Error(int code, string status, string message = "No.", string details = "") =>
        Json((HttpStatusCode)code, $$$"""{"error":{"code":{{{code}}},"message":"{{{message}}}","status":"{{{status}}}"{{{details}}}}}""");

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Nothing { get; } =
        Json(HttpStatusCode.OK, """[{"missing":"x","readTime":"2026-03-01T12:00:00.000001Z"}]""");

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Never { get; } = async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider(), cancellationToken);
        throw new InvalidOperationException();
    };

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Fails(Exception exception) => (_, _) => Task.FromException<HttpResponseMessage>(exception);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Last = request;
        var number = Interlocked.Increment(ref _requests);
        _arrived.Release();
        return answers[Math.Min(number, answers.Length) - 1](request, cancellationToken);
    }

    /// <summary>Waits for the next request that was not yet waited for.</summary>
    public async Task NextAsync() => Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(30)));

    protected override void Dispose(bool disposing)
    {
        _arrived.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A clock that nobody moves: a wait on it lasts until it is cancelled.</summary>
    private static Microsoft.Extensions.Time.Testing.FakeTimeProvider TimeProvider() => new();
}

/// <summary>
/// Lets a test step in before a request is sent, or after it was answered and before the store gets the answer.
/// </summary>
internal sealed class InterposedHandler : DelegatingHandler
{
    public InterposedHandler()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>
    /// Called with the request's method and body. If it throws, the request fails without being sent.
    /// </summary>
    public Func<string, string, Task>? Before { get; set; }

    /// <summary>
    /// Called with the request's method and body after the request was carried out. If it throws, the answer is lost.
    /// </summary>
    public Func<string, string, Task>? After { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.RequestUri!.AbsoluteUri.Split(':')[^1];
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (Before is { } before)
        {
            await before(method, body);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (After is { } after)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            await after(method, body);
        }

        return response;
    }
}
