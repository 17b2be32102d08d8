using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Shortens contents for a session that has no room for all of them. A text in their place says so.</summary>
internal sealed class ContentShortener(ContentWriter writer)
{
    /// <summary>How many characters of a content are kept, from the first attempt to the last.</summary>
    public static readonly int[] Budgets = [32 * 1024, 4 * 1024, 512, 64];

    /// <summary>Shortens a content to a budget of characters.</summary>
    public AIContent Shorten(AIContent content, int budget)
    {
        var shorter = Cut(content, budget);

        // If it is still too large, the rest lies beside its text, or in a value of a type that is not known here.
        return IsWithin(writer.Write(shorter), budget) ? shorter : Bare(shorter);
    }

    /// <summary>Whether JSON is within a budget. The limit leaves room for names and escaped characters.</summary>
    public static bool IsWithin(JsonNode? json, int budget) => json is null || json.ToJsonString().Length <= (8 * budget) + 1024;

    // Not split: one table, in which an arm for each type of content says what is kept of it.
    private AIContent Cut(AIContent content, int budget) => content switch
    {
        DataContent data when data.Data.Length > budget => Left(data, $"{data.MediaType}, {Count(data.Data.Length)} bytes"),
        TextContent text when text.Text.Length > budget => new TextContent(Cut(text.Text, budget)),
        TextReasoningContent { Text.Length: var length } when length > budget => Left(content, $"reasoning of {Count(length)} characters"),
        FunctionResultContent { Result: { } result } answer when writer.TextOf(result) is var said && said.Length > budget =>
            new FunctionResultContent(answer.CallId, Cut(said, budget)),
        FunctionCallContent { Arguments: { } arguments } call when arguments.Sum(argument => writer.TextOf(argument.Value).Length) > budget =>
            WithoutArguments(call),
        TextContent or DataContent or TextReasoningContent or FunctionResultContent or FunctionCallContent => content,
        _ when budget > Budgets[^2] => content,
        ToolApprovalRequestContent or ToolApprovalResponseContent or UriContent or HostedFileContent or ErrorContent => content,
        _ => Left(content, content.GetType().Name),
    };

    private static AIContent Bare(AIContent content) => content switch
    {
        TextContent text => new TextContent(text.Text),
        FunctionResultContent result => new FunctionResultContent(result.CallId, "[The result was too large to keep.]"),
        FunctionCallContent call => WithoutArguments(call),
        _ => Left(content, content.GetType().Name),
    };

    private static FunctionCallContent WithoutArguments(FunctionCallContent call) =>
        new(call.CallId, call.Name, new Dictionary<string, object?> { ["left_out"] = "The arguments were too large to keep." });

    private static TextContent Left(AIContent content, string what) =>
        new($"[{what}: too large to keep]") { AdditionalProperties = content is DataContent { Name: { Length: < 256 } name } ? new() { ["name"] = name } : null };

    private static string Cut(string text, int budget)
    {
        // No surrogate pair may be cut in two.
        var length = char.IsHighSurrogate(text[budget - 1]) ? budget - 1 : budget;
        return $"{text[..length]} [... {Count(text.Length - length)} characters were too many to keep]";
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
