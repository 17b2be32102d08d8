using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Tools;

/// <summary>Calls a tool with JSON, as a model does.</summary>
internal static class ToolCalls
{
    public static AIFunction Tool(AgentMemory memory, GuestToolSet tool, GuestConversation? conversation = null) =>
        Assert.Single(GuestTools.Create(memory, conversation ?? GuestMemoryHost.Conversation, tool));

    public static async Task<JsonElement> CallAsync(this AIFunction tool, string arguments, CancellationToken cancellationToken = default)
    {
        var given = new AIFunctionArguments();
        foreach (var argument in JsonElement.Parse(arguments).EnumerateObject())
        {
            given[argument.Name] = argument.Value;
        }

        return Assert.IsType<JsonElement>(await tool.InvokeAsync(given, cancellationToken));
    }

    public static async Task<JsonElement> CallAsync(this AIFunction tool, AIFunctionArguments arguments) =>
        Assert.IsType<JsonElement>(await tool.InvokeAsync(arguments));

    public static bool IsSuccess(this JsonElement answer) => answer.GetProperty("success").GetBoolean();

    public static string[] Texts(this JsonElement answer, string name) =>
        [.. answer.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>The errors of a list by field.</summary>
    public static Dictionary<string, string> Problems(this JsonElement answer, string name) => answer.GetProperty(name).EnumerateArray()
        .ToDictionary(item => item.GetProperty("field").GetString()!, item => item.GetProperty("problem").GetString()!);
}
