using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using HospitalityMemory.Orchestrator.Guests;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Orchestrator.Tests.Service;

public sealed class AccessTests
{
    private const string Guessed = "s_AAAAAAAAAAAAAAAAAAAAAA";

    public static TheoryData<string, string> Endpoints => new()
    {
        { "POST", "/api/chat" }, { "GET", "/api/sessions" }, { "GET", $"/api/sessions/{Guessed}" }, { "DELETE", $"/api/sessions/{Guessed}" },
        { "GET", "/api/guest" }, { "GET", "/api/guest/export" }, { "DELETE", "/api/guest" }, { "POST", "/api/token" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Nobody_gets_in_without_a_cookie_or_a_token(string method, string path)
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Anybody();

        using var answer = await anybody.Http.SendAsync(Request(method, path));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);

        anybody.Http.DefaultRequestHeaders.Authorization = new("Bearer", "bm90.b3Vycw");
        using var forged = await anybody.Http.SendAsync(Request(method, path));
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/sessions/{0}")]
    [InlineData("DELETE", "/api/sessions/{0}")]
    [InlineData("POST", "/api/chat")]
    public async Task Another_guests_conversation_is_as_if_it_were_not_there(string method, string path)
    {
        await using var service = await RunningService.StartAsync();
        using var ada = await service.GuestAsync("Ada");
        using var eve = await service.GuestAsync("Eve");
        var said = await ada.SayAsync(null, "I like secret gardens");

        var answers = new List<string>();
        foreach (var id in (string[])[said.SessionId, Guessed, "s_", "../guest", "nonsense", new string('a', 300)])
        {
            using var answer = await eve.Http.SendAsync(Request(method, string.Format(null, path, Uri.EscapeDataString(id)), id));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            answers.Add(WithoutTrace(await answer.Content.ReadAsStringAsync()));
        }

        Assert.Single(answers.Distinct());
        Assert.DoesNotContain("secret", answers[0], StringComparison.Ordinal);
        Assert.Equal(2, (await ada.GetJsonAsync($"/api/sessions/{said.SessionId}")).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task What_a_guest_may_see_holds_nothing_of_another()
    {
        await using var service = await RunningService.StartAsync();
        using var ada = await service.GuestAsync("Ada");
        using var eve = await service.GuestAsync("Ada");
        var said = await ada.SayAsync(null, "I like secret gardens");

        Assert.Equal(0, (await eve.GetJsonAsync("/api/sessions")).GetArrayLength());
        foreach (var path in (string[])["/api/guest", "/api/guest/export"])
        {
            var shown = (await eve.GetJsonAsync(path)).GetRawText();
            Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(said.SessionId, shown, StringComparison.Ordinal);
        }

        using var erased = await eve.DeleteAsync("/api/guest");
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        Assert.Single((await ada.GetJsonAsync("/api/sessions")).EnumerateArray());
        Assert.Single((await ada.GetJsonAsync("/api/guest")).GetProperty("wishes").EnumerateArray());
    }

    [Fact]
    public async Task A_guessed_id_is_never_made_a_conversation()
    {
        await using var service = await RunningService.StartAsync();
        using var eve = await service.GuestAsync("Eve");

        using var answer = await eve.PostAsync("/api/chat", new { session_id = Guessed, message = "Hello" });

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, (await eve.GetJsonAsync("/api/sessions")).GetArrayLength());
    }

    [Fact]
    public async Task A_token_is_the_guest_who_asked_for_it()
    {
        await using var service = await RunningService.StartAsync();
        using var ada = await service.GuestAsync("Ada");
        var said = await ada.SayAsync(null, "Hello!");
        using var answer = await ada.PostAsync("/api/token", new { });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;

        using var caller = service.Anybody();
        caller.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal("Ada", (await caller.GetJsonAsync("/api/guest")).GetProperty("name").GetString());
        Assert.Equal(said.SessionId, (await caller.SayAsync(said.SessionId, "Lisbon")).SessionId);

        // A cookie does not make up for an invalid token.
        ada.Http.DefaultRequestHeaders.Authorization = new("Bearer", token[..^2] + "AA");
        using var changed = await ada.GetAsync("/api/guest");
        Assert.Equal(HttpStatusCode.Unauthorized, changed.StatusCode);
    }

    [Fact]
    public void A_token_is_taken_until_it_is_too_old_and_from_its_own_key_only()
    {
        var clock = new FakeTimeProvider();
        var tokens = new BearerTokens(Keyed('a'), clock);
        var guest = new Guest("g_1", "Ada");
        var token = tokens.Issue(guest);

        Assert.Equal(guest, tokens.Read(token));
        Assert.Null(new BearerTokens(Keyed('b'), clock).Read(token));
        Assert.All(Enumerable.Range(0, token.Length), at => Assert.Null(tokens.Read(Changed(token, at))));
        Assert.All(["", ".", "a", "a.b", token + ".x", new string('a', 5_000)], nonsense => Assert.Null(tokens.Read(nonsense)));

        clock.Advance(tokens.Lifetime);
        Assert.Null(tokens.Read(token));
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Anybody();

        using var answer = await anybody.PostAsync("/api/sign-in", new { name = "Ada" });

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Ada", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_that_was_changed_is_none()
    {
        await using var service = await RunningService.StartAsync();
        using var ada = await service.GuestAsync("Ada");
        var cookie = ada.Cookies.Single();
        using var eve = service.Anybody();
        eve.Http.DefaultRequestHeaders.Add("Cookie", $"{cookie.Name}={Changed(cookie.Value, cookie.Value.Length / 2)}");

        using var answer = await eve.GetAsync("/api/guest");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static OrchestratorOptions Keyed(char of) => new() { Tokens = new() { Key = new string(of, 32) } };

    // The last character of base64 may contain bits that nobody reads. A character in the middle never does.
    private static string Changed(string text, int at) => string.Concat(text.AsSpan(0, at), text[at] is 'Q' ? "x" : "Q", text.AsSpan(at + 1));

    private static HttpRequestMessage Request(string method, string path, string? sessionId = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST")
        {
            request.Content = JsonContent.Create(new { session_id = sessionId, message = "Hello" });
        }

        return request;
    }

    private static string WithoutTrace(string problem) => string.Join('\n', JsonElement.Parse(problem).EnumerateObject()
        .Where(member => member.Name is not "trace_id").Select(member => $"{member.Name}: {member.Value}"));
}
