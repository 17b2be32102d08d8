using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents;

/// <summary>The source of a wish that a model names.</summary>
internal enum WishSource
{
    /// <summary>The guest said it, or was asked and answered.</summary>
    Guest,

    /// <summary>No message of the guest can be seen. The host keeps the conversation elsewhere, and answers for it.</summary>
    Unseen,

    /// <summary>The guest did not say it. It may come from what a tool returned.</summary>
    NotSaid,
}

/// <summary>
/// Keeps what tools returned from becoming a guest's wish. A model may take a text that it read for the guest's own. Therefore the guest's
/// messages decide: either they state the wish, or the guest was asked about it and has answered.
/// </summary>
internal static class WishEvidence
{
    /// <summary>The field of the session's context with the wishes about which the guest should be asked.</summary>
    internal const string AskedField = "asked_wishes";

    private const int MaxAsked = 10;

    public static async ValueTask<WishSource> FindAsync(RunConversation run, StatedPreference wish, CancellationToken cancellationToken)
    {
        var session = await run.GetSessionAsync(cancellationToken).ConfigureAwait(false);
        var now = MessagesOfRun().ToList();
        var before = session.Messages.Where(message => message is { OriginKind: OriginKind.Guest, Content.Length: > 0 }).ToList();
        if (now.Count is 0 && before.Count is 0)
        {
            return WishSource.Unseen;
        }

        var names = RulesOfOneCall();
        if (now.Exists(text => new SaidWords(text, names).Hold(wish)) || before.Exists(message => new SaidWords(message.Content, names).Hold(wish)))
        {
            return WishSource.Guest;
        }

        var info = await run.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        var asked = AskedOf(info.Context).Find(known => known.IsFor(wish));
        return asked is not null && IsAnswered(session, asked, wish, isSpoken: now.Count > 0) ? WishSource.Guest : WishSource.NotSaid;
    }

    /// <summary>Notes that the guest should be asked.</summary>
    public static async ValueTask NoteAskedAsync(RunConversation run, StatedPreference wish, CancellationToken cancellationToken)
    {
        var info = await run.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        if (AskedOf(info.Context).Exists(known => known.IsFor(wish)))
        {
            return;
        }

        var session = await run.GetSessionAsync(cancellationToken).ConfigureAwait(false);
        var asked = new AskedWish(Wishes.NameOf(wish.Kind), wish.Value, session.Messages is [.., var last] ? last.Sequence : 0);
        run.Note(await run.Memory.UpdateSessionAsync(info, run.Conversation.UserId!, state => WithAsked(state, asked), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether the agent has since asked the guest about the wish, and the guest has spoken after that.</summary>
    private static bool IsAnswered(Session session, AskedWish asked, StatedPreference wish, bool isSpoken)
    {
        var names = RulesOfOneCall();
        var question = session.Messages.LastOrDefault(message =>
            message.Sequence > asked.After && message.Role == MessageRole.Assistant && new SaidWords(message.Content, names).Hold(wish));
        return question is not null
            && (isSpoken || session.Messages.Any(message => message.Sequence > question.Sequence && message.OriginKind is OriginKind.Guest));
    }

    /// <summary>
    /// Rules keep the names that they have seen. With rules of their own, the words of a conversation are in no memory after the call, and crowd
    /// out no names of the host's.
    /// </summary>
    private static NameRules RulesOfOneCall() => new(new NameSynonymOptions(), canonicalizer: null);

    /// <summary>What the guest says in this run, without the history and without what a context provider added.</summary>
    private static IEnumerable<string> MessagesOfRun() => FunctionInvokingChatClient.CurrentContext?.Messages
        .Where(static message => message.Role == ChatRole.User && message.GetAgentRequestMessageSourceType() == AgentRequestMessageSourceType.External)
        .Select(static message => message.Text)
        .Where(static text => text.Length > 0) ?? [];

    private static SessionState WithAsked(SessionState state, AskedWish asked) => state with
    {
        Context = state.Context.Set(
            AskedField, [asked, .. AskedOf(state.Context).Take(MaxAsked - 1)], AgentsJsonContext.Default.ListAskedWish),
    };

    private static List<AskedWish> AskedOf(JsonFields context)
    {
        try
        {
            return context.Get(AskedField, AgentsJsonContext.Default.ListAskedWish) ?? [];
        }
        catch (JsonException)
        {
            // The host uses this name for something else.
            return [];
        }
    }
}

/// <summary>A wish about which the guest should be asked.</summary>
/// <param name="Kind">Its kind, as the tools name it.</param>
/// <param name="Value">Its value.</param>
/// <param name="After">The sequence number of the session's last message at that time.</param>
internal sealed record AskedWish(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("after")] long After)
{
    public bool IsFor(StatedPreference wish) =>
        Kind == Wishes.NameOf(wish.Kind) && string.Equals(Value, wish.Value, StringComparison.OrdinalIgnoreCase);
}
