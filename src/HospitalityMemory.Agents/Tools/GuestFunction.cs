using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HospitalityMemory.Agents;

/// <summary>The description of a tool as a model reads it. Immutable.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What the tool does, and when to call it.</param>
/// <param name="Schema">The arguments, as JSON schema.</param>
internal sealed record ToolDescription(string Name, string Description, JsonElement Schema);

/// <summary>A tool of one conversation. Every failure becomes an answer; only a cancellation throws.</summary>
internal abstract partial class GuestFunction(AgentMemory memory, GuestConversation conversation, ToolDescription description) : AIFunction
{
    private const int MaxNameLength = 256;

    private readonly ILogger _logger = memory.LoggerFactory?.CreateLogger<GuestFunction>() ?? NullLogger<GuestFunction>.Instance;

    public override string Name => description.Name;

    public override string Description => description.Description;

    public override JsonElement JsonSchema => description.Schema;

    protected AgentMemory Memory => memory;

    protected GuestConversation Conversation => conversation;

    /// <summary>The conversation as the current run sees it.</summary>
    protected RunConversation Run => AgentRun.Current.In(memory, conversation);

    /// <summary>What the model is told if memory failed.</summary>
    protected virtual string WhenFailed => "It could not be saved: memory is out of reach. Go on; tell the guest only if it matters, and try again later.";

    protected sealed override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ToolAnswer.ToElement(await AnswerAsync(arguments, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Carries out the tool's work.</summary>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it.</exception>
    protected abstract ValueTask<JsonObject> RunAsync(ToolArguments arguments, CancellationToken cancellationToken);

    /// <summary>Whether an exception is a failure of memory, and neither an error of the model nor a cancellation by the caller.</summary>
    protected static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception is not ArgumentException
        && (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested);

    /// <summary>The origin of what this call keeps: this conversation, and the agent that runs.</summary>
    protected Origin AgentOrigin(OriginKind kind) => new() { Kind = kind, SessionId = Conversation.SessionId, Name = AgentName() };

    private static string? AgentName() =>
        AIAgent.CurrentRunContext?.Agent.Name is { Length: > 0 and <= MaxNameLength } name && QuotedText.Plain(name, MaxNameLength) == name ? name : null;

    protected void LogFailure(Exception exception) => LogFailed(Name, exception.GetType().Name);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is logged, and what a tool cannot do must not end the run.")]
    private async ValueTask<JsonObject> AnswerAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        if (Read(arguments) is not { } read)
        {
            return ToolAnswer.Failure("The arguments hold text that is no Unicode text. Nothing was changed.");
        }

        try
        {
            return await RunAsync(read, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            return ToolAnswer.Failure(InWordsOfArguments(exception));
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            LogFailure(exception);
            return ToolAnswer.Failure(exception is SessionOwnershipException ? "The conversation is not this guest's. Nothing was changed." : WhenFailed);
        }
    }

    private static ToolArguments? Read(AIFunctionArguments arguments)
    {
        try
        {
            return ToolArguments.Of(arguments);
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// The error's message with the member's name as the model knows it: <c>price_per_night</c>, not <c>booking.PricePerNight</c>.
    /// </summary>
    private static string InWordsOfArguments(ArgumentException exception)
    {
        var message = exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal);
        return exception.ParamName is { Length: > 0 } member
            ? message.Replace(member, Hump().Replace(member[(member.LastIndexOf('.') + 1)..], "$1_$2").ToLowerInvariant(), StringComparison.Ordinal)
            : message;
    }

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex Hump();

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "The tool {Tool} could not use the memory ({Reason}). The model was told.")]
    private partial void LogFailed(string tool, string reason);
}
