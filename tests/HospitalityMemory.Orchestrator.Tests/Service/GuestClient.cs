using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace HospitalityMemory.Orchestrator.Tests.Service;

/// <summary>A guest's browser, as far as the service sees it.</summary>
internal sealed class GuestClient : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new() };

    public GuestClient(Uri address) => Http = new(_handler) { BaseAddress = address };

    public HttpClient Http { get; }

    public CookieCollection Cookies => _handler.CookieContainer.GetAllCookies();

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Http.PostAsJsonAsync(path, body);

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path);

    public Task<HttpResponseMessage> DeleteAsync(string path) => Http.DeleteAsync(path);

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Sends a message and reads the whole answer.</summary>
    public async Task<Heard> SayAsync(string? sessionId, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat") { Content = JsonContent.Create(new { session_id = sessionId, message }) };
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var events = new List<(string Kind, JsonElement Data)>();
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            events.Add((item.EventType, JsonElement.Parse(item.Data)));
        }

        return new(events);
    }

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }
}

/// <summary>The events of a turn.</summary>
internal sealed record Heard(IReadOnlyList<(string Kind, JsonElement Data)> Events)
{
    public string SessionId => Of("session").Single().GetProperty("session_id").GetString()!;

    public string Text => string.Concat(Of("text").Select(data => data.GetProperty("text").GetString()));

    public IReadOnlyList<string> Agents => [.. Of("agent").Select(data => data.GetProperty("agent").GetString()!)];

    public IReadOnlyList<string> Tools => [.. Of("tool").Select(data => data.GetProperty("tool").GetString()!)];

    public JsonElement Slots => Of("slots").Single().GetProperty("slots");

    public IEnumerable<JsonElement> Of(string kind) => Events.Where(item => item.Kind == kind).Select(item => item.Data);
}
