using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Orchestrator.Tests.Service;

public sealed class HostTests
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task It_says_that_it_is_well(string path)
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Anybody();

        using var answer = await anybody.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("--Stores:Sessions=redis", "--HospitalityMemory:Redis:ConnectionString=127.0.0.1:1,connectTimeout=100,abortConnect=false")]
    [InlineData("--Stores:Profiles=firestore", "--HospitalityMemory:Firestore:ProjectId=p", "--HospitalityMemory:Firestore:EmulatorHost=127.0.0.1:1")]
    public async Task Without_its_store_it_lives_but_is_not_ready(params string[] settings)
    {
        await using var service = await RunningService.StartAsync(settings);
        using var anybody = service.Anybody();

        using var live = await anybody.GetAsync("/health/live");
        using var ready = await anybody.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task Its_interface_is_described()
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Anybody();

        var description = await anybody.GetJsonAsync("/openapi/v1.json");

        var paths = description.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["/api/chat", "/api/guest", "/api/guest/export", "/api/me", "/api/sessions", "/api/sessions/{id}", "/api/sign-in", "/api/token"], paths);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page.css", "text/css")]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/icon.svg", "image/svg+xml")]
    [InlineData("/api/me", "application/json")]
    public async Task Every_answer_forbids_scripts_from_elsewhere(string path, string type)
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Anybody();

        using var answer = await anybody.GetAsync(path);

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task The_page_has_nothing_inline_and_nothing_from_elsewhere()
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Anybody();

        var page = await anybody.Http.GetStringAsync(new Uri("/", UriKind.Relative));
        var script = await anybody.Http.GetStringAsync(new Uri("/page.js", UriKind.Relative));

        Assert.DoesNotMatch(@"<style|style=|\son\w+=|<script>|https?:", page);
        Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|https?:", script);
    }

    [Theory]
    [InlineData("--Stores:Sessions=paper", "Stores:Sessions")]
    [InlineData("--Stores:Profiles=redis", "Stores:Profiles")]
    [InlineData("--Model:Endpoint=http://127.0.0.1:1/v1", "Model:Name")]
    [InlineData("--Tokens:Key=short", "Tokens:Key")]
    [InlineData("--Limits:MessageLength=0", "Limits:MessageLength")]
    public async Task A_wrong_setting_stops_it_at_its_start(string setting, string named)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningService.StartAsync(setting));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_model_speaks()
    {
        var asked = new List<JsonElement>();
        await using var model = await ModelServerAsync(asked);
        await using var service = await RunningService.StartAsync($"--Model:Endpoint={model.Urls.Single()}/v1", "--Model:Name=little-model", "--Model:ApiKey=k");
        using var guest = await service.GuestAsync("Ada");

        var heard = await guest.SayAsync(null, "Hello!");

        Assert.Equal("Good day.", heard.Text);
        var request = Assert.Single(asked);
        Assert.Equal("little-model", request.GetProperty("model").GetString());
        Assert.Contains("set_slots", request.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("function").GetProperty("name").GetString()));
        Assert.True((await guest.GetJsonAsync("/api/me")).GetProperty("is_model").GetBoolean());
    }

    private static async Task<WebApplication> ModelServerAsync(List<JsonElement> asked)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.MapPost("/v1/chat/completions", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            lock (asked)
            {
                asked.Add(JsonElement.Parse(reader.ReadToEndAsync().GetAwaiter().GetResult()));
            }

            context.Response.ContentType = "text/event-stream";
            foreach (var word in (string[])["Good", " day."])
            {
                var chunk = new
                {
                    id = "c1",
                    @object = "chat.completion.chunk",
                    created = 1,
                    model = "little-model",
                    choices = new[] { new { index = 0, delta = new { role = "assistant", content = word }, finish_reason = (string?)null } },
                };
                await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n");
            }

            await context.Response.WriteAsync("data: [DONE]\n\n");
        });
        await server.StartAsync();
        return server;
    }
}
