using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Orchestrator.Tests.Readme;

/// <summary>The block of docs/conversations.md on a web API.</summary>
public sealed class WebApi
{
    [Fact]
    public async Task The_json_of_a_web_api_does_what_it_says()
    {
        var builder = WebApplication.CreateSlimBuilder();

        // snippet
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.AddHospitalityMemory());
        // end of snippet

        await using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var session = new Session { SessionId = "session-1", CreatedAt = DateTimeOffset.UnixEpoch };
        Assert.Contains("\"session_id\":\"session-1\"", System.Text.Json.JsonSerializer.Serialize(session, options), StringComparison.Ordinal);
    }
}
