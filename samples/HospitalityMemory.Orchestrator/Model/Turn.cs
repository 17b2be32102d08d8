using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>A request to the model as the rules see it: what the guest said last, what was done since, and which tools there are.</summary>
internal sealed class Turn
{
    private readonly IReadOnlyList<AITool> _tools;
    private readonly List<ToolUse> _uses;
    private readonly int _spokenAt;

    public Turn(IReadOnlyList<ChatMessage> messages, ChatOptions? options, GuestWords words, DateOnly today)
    {
        _tools = [.. options?.Tools ?? []];
        var instructions = messages.Where(static message => message.Role == ChatRole.System).Select(static message => message.Text);
        Told = ToldContext.Of(string.Join('\n', instructions.Append(options?.Instructions)));
        _spokenAt = LastIndex(messages, IsGuest);
        IsFirst = !messages.Take(Math.Max(_spokenAt, 0)).Any(IsGuest);
        GuestText = _spokenAt < 0 ? "" : messages[_spokenAt].Text;
        Said = words.Read(GuestText, today);
        _uses = ToolUse.Of(messages);
        Today = today;
    }

    public DateOnly Today { get; }

    /// <summary>What the guest said last.</summary>
    public string GuestText { get; }

    public Understood Said { get; }

    public ToldContext Told { get; }

    /// <summary>Whether the guest is speaking for the first time.</summary>
    public bool IsFirst { get; }

    public bool Has(string tool) => _tools.Any(known => known.Name == tool);

    /// <summary>How often a tool was called since the guest spoke.</summary>
    public int Calls(string tool) => _uses.Count(use => use.Tool == tool && use.At > _spokenAt);

    /// <summary>The latest answer of a tool since the guest spoke; null if there is none.</summary>
    public JsonElement? Answer(string tool) => _uses.LastOrDefault(use => use.Tool == tool && use.At > _spokenAt)?.Result;

    /// <summary>A tool's last answer, and its place in the conversation; null if the tool never answered.</summary>
    public ToolUse? Latest(string tool) => _uses.LastOrDefault(use => use.Tool == tool && use.Result is not null);

    /// <summary>The hand-off to an agent; null if this agent cannot hand over to it.</summary>
    public Step? HandOff(string agent) =>
        _tools.FirstOrDefault(tool =>
            tool.Name.StartsWith(ToolNames.HandOffPrefix, StringComparison.Ordinal)
            && tool.Description.StartsWith(agent + ":", StringComparison.OrdinalIgnoreCase)) is { } handOff
            ? new Step.Call(handOff.Name, new Dictionary<string, object?> { ["reasonForHandoff"] = "It is theirs." })
            : null;

    // The words of other agents also reach an agent as a user's words, but under their names.
    private static bool IsGuest(ChatMessage message) =>
        message.Role == ChatRole.User && string.IsNullOrEmpty(message.AuthorName) && !string.IsNullOrWhiteSpace(message.Text);

    private static int LastIndex(IReadOnlyList<ChatMessage> messages, Func<ChatMessage, bool> predicate)
    {
        for (var index = messages.Count - 1; index >= 0; index--)
        {
            if (predicate(messages[index]))
            {
                return index;
            }
        }

        return -1;
    }
}

/// <summary>A call of a tool and its answer.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Result">The answer; null if there is none yet, or if it is not JSON.</param>
/// <param name="At">The place in the conversation where the tool was called.</param>
internal sealed record ToolUse(string Tool, JsonElement? Result, int At)
{
    public static List<ToolUse> Of(IReadOnlyList<ChatMessage> messages)
    {
        var results = messages.SelectMany(static message => message.Contents).OfType<FunctionResultContent>()
            .GroupBy(static result => result.CallId, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.Last(), StringComparer.Ordinal);
        return
        [
            .. messages.SelectMany((message, at) => message.Contents.OfType<FunctionCallContent>()
                .Select(call => new ToolUse(call.Name, results.TryGetValue(call.CallId, out var result) ? Json(result.Result) : null, at))),
        ];
    }

    private static JsonElement? Json(object? result)
    {
        try
        {
            return result switch
            {
                null => null,
                JsonElement { ValueKind: JsonValueKind.String } text => JsonElement.Parse(text.GetString()!),
                JsonElement json => json,
                string text => JsonElement.Parse(text),
                _ => JsonSerializer.SerializeToElement(result, AIJsonUtilities.DefaultOptions),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
