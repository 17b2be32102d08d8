using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HospitalityMemory.Orchestrator.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace HospitalityMemory.Orchestrator.Tests.Service;

public sealed class ProblemTests
{
    public static TheoryData<Exception, int> Exceptions => new()
    {
        { new SessionOwnershipException("s_secret"), 404 },
        { new SessionNotFoundException("s_secret"), 404 },
        { new MemoryUnavailableException("secret host"), 503 },
        { new BadHttpRequestException("secret", 413), 413 },
        { new BadHttpRequestException("secret"), 400 },
        { new InvalidOperationException("secret"), 500 },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void What_goes_wrong_has_a_status_and_gives_nothing_away(Exception exception, int status)
    {
        var problem = Problems.Of(exception);

        Assert.Equal(status, problem.Status);
        Assert.DoesNotContain("secret", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "message": "" }""", 400)]
    [InlineData("""{ "message": null }""", 400)]
    [InlineData("""{ }""", 400)]
    [InlineData("""{ "message": """, 400)]
    [InlineData("""[]""", 400)]
    [InlineData("", 400)]
    public async Task A_bad_message_is_refused(string body, int status)
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");

        using var answer = await guest.Http.PostAsync("/api/chat", new StringContent(body, Encoding.UTF8, "application/json"));

        await AssertProblemAsync(answer, status);
    }

    [Fact]
    public async Task What_is_too_large_is_refused()
    {
        await using var service = await RunningService.StartAsync("--Limits:MessageLength=100", "--Limits:BodyBytes=4096");
        using var guest = await service.GuestAsync("Ada");

        using var longMessage = await guest.PostAsync("/api/chat", new { message = new string('a', 101) });
        using var longBody = await guest.PostAsync("/api/chat", new { message = new string('a', 5_000) });
        using var longest = await guest.PostAsync("/api/chat", new { message = new string('a', 100) });

        await AssertProblemAsync(longMessage, 413);
        await AssertProblemAsync(longBody, 413);
        Assert.Equal(HttpStatusCode.OK, longest.StatusCode);
        Assert.Single((await guest.GetJsonAsync("/api/sessions")).EnumerateArray());
    }

    [Theory]
    [InlineData("/api/chat")]
    [InlineData("/api/sign-in")]
    [InlineData("/api/token")]
    public async Task What_a_form_of_another_site_could_post_is_refused(string path)
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");

        using var text = await guest.Http.PostAsync(path, new StringContent("""{ "message": "Hello", "name": "Eve" }""", Encoding.UTF8, "text/plain"));
        using var form = await guest.Http.PostAsync(path, new FormUrlEncodedContent([new("message", "Hello"), new("name", "Eve")]));

        await AssertProblemAsync(text, 415);
        await AssertProblemAsync(form, 415);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0007b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_bad_name_is_refused(string name)
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Anybody();

        using var answer = await anybody.PostAsync("/api/sign-in", new { name });

        await AssertProblemAsync(answer, 400);
        Assert.Empty(anybody.Cookies);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("PUT", "/api/sign-in", 405)]
    public async Task What_is_not_there_is_a_problem_too(string method, string path, int status)
    {
        await using var service = await RunningService.StartAsync();
        using var anybody = service.Anybody();

        using var answer = await anybody.Http.SendAsync(new(new HttpMethod(method), path));

        await AssertProblemAsync(answer, status);
    }

    [Fact]
    public async Task A_memory_out_of_reach_is_503()
    {
        var memory = new Mock<IShortTermMemory>();
        memory.Setup(known => known.CreateSessionAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MemoryUnavailableException("redis.internal:6379 does not answer"));
        await using var service = await RunningService.StartAsync(services => services.AddSingleton(memory.Object));
        using var guest = await service.GuestAsync("Ada");

        using var answer = await guest.PostAsync("/api/chat", new { message = "Hello" });

        await AssertProblemAsync(answer, 503);
        Assert.DoesNotContain("internal", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_ends_the_stream_with_a_problem_and_keeps_what_the_guest_said()
    {
        await using var service = await RunningService.StartAsync(services => services.AddSingleton<IChatClient>(new FailingModel()));
        using var guest = await service.GuestAsync("Ada");

        var heard = await guest.SayAsync(null, "Hello!");

        var problem = heard.Events[^1];
        Assert.Equal("problem", problem.Kind);
        Assert.Equal(500, problem.Data.GetProperty("status").GetInt32());
        Assert.DoesNotContain("secret", problem.Data.GetRawText(), StringComparison.Ordinal);
        var shown = await guest.GetJsonAsync($"/api/sessions/{heard.SessionId}");
        Assert.Equal("Hello!", shown.GetProperty("messages").EnumerateArray().Single().GetProperty("text").GetString());
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
    }

    private sealed class FailingModel : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new HttpRequestException("secret");

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new HttpRequestException("secret");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
