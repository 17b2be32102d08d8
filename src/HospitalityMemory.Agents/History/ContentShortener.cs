using System.Globalization;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>Shortens contents for a session that has no room for them whole; a text in their place says so.</summary>
internal static class ContentShortener
{
    /// <summary>How many characters of a content are kept, in turn.</summary>
    public static readonly int[] Budgets = [32 * 1024, 4 * 1024, 512, 64];

    /// <summary>The content within a budget of characters.</summary>
    // Not split: a table, in which an arm for each type of content says what is kept of it.
    public static AIContent Shorten(AIContent content, int budget) => content switch
    {
        DataContent data when data.Data.Length > budget => Left(data, $"{data.MediaType}, {Count(data.Data.Length)} bytes"),
        TextContent text when text.Text.Length > budget => new TextContent(Cut(text.Text, budget)),
        TextReasoningContent { Text.Length: var length } when length > budget => Left(content, $"reasoning of {Count(length)} characters"),
        FunctionResultContent { Result: { } result } answer when (result.ToString() ?? "") is var said && said.Length > budget =>
            new FunctionResultContent(answer.CallId, Cut(said, budget)),
        FunctionCallContent { Arguments: { } arguments } call when arguments.Sum(argument => Length(argument.Value)) > budget =>
            new FunctionCallContent(call.CallId, call.Name, new Dictionary<string, object?> { ["left_out"] = "The arguments were too large to keep." }),
        TextContent or DataContent or TextReasoningContent or FunctionResultContent or FunctionCallContent => content,
        _ when budget > Budgets[^2] => content,
        ToolApprovalRequestContent or ToolApprovalResponseContent or UriContent or HostedFileContent or ErrorContent => content,
        _ => Left(content, content.GetType().Name),
    };

    private static TextContent Left(AIContent content, string what) =>
        new($"[{what}: too large to keep]") { AdditionalProperties = content is DataContent { Name: { } name } ? new() { ["name"] = name } : null };

    private static string Cut(string text, int budget)
    {
        // Not within a surrogate pair.
        var length = char.IsHighSurrogate(text[budget - 1]) ? budget - 1 : budget;
        return $"{text[..length]} [... {Count(text.Length - length)} characters were too many to keep]";
    }

    private static int Length(object? value) => value?.ToString()?.Length ?? 0;

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
