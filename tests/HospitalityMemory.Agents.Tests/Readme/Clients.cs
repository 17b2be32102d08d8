using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace HospitalityMemory.Agents.Tests.Readme;

/// <summary>The block of docs/agents.md on models. It is compiled; no model is asked.</summary>
internal static class Clients
{
    public static IEnumerable<IChatClient> Make(string openAiKey, string azureKey)
    {
        // snippet
        // OpenAI
        var openAi = new OpenAIClient(openAiKey).GetChatClient("gpt-4o-mini").AsIChatClient();

        // Azure OpenAI
        var azure = new OpenAIClient(
            new ApiKeyCredential(azureKey),
            new OpenAIClientOptions { Endpoint = new Uri("https://my-resource.openai.azure.com/openai/v1/") })
            .GetChatClient("my-deployment").AsIChatClient();

        // Ollama, and whatever else speaks OpenAI's protocol
        var ollama = new OpenAIClient(
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = new Uri("http://localhost:11434/v1") })
            .GetChatClient("llama3.2").AsIChatClient();
        // end of snippet

        return [openAi, azure, ollama];
    }
}
