using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>Any model behind an OpenAI-compatible endpoint.</summary>
internal static class OpenAiModel
{
    // Local servers need no key, but the client requires one.
    private const string NoKey = "none";

    public static IChatClient Connect(OrchestratorOptions.ModelOptions options)
    {
        var client = new OpenAIClient(
            new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? NoKey : options.ApiKey), new() { Endpoint = options.Endpoint });
        return client.GetChatClient(options.Name).AsIChatClient();
    }
}
