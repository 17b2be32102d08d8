using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>Says in which conversation a request to a chat client is.</summary>
public static class ChatOptionsExtensions
{
    private const string Key = "HospitalityMemory.Conversation";

    /// <summary>Names the conversation of a request, for a chat client with <c>UseHospitalityMemory</c>. Models do not see it.</summary>
    /// <param name="options">The request's options.</param>
    /// <param name="conversation">The conversation.</param>
    public static void SetGuestConversation(this ChatOptions options, GuestConversation conversation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(conversation);
        (options.AdditionalProperties ??= [])[Key] = conversation;
    }

    internal static GuestConversation? GetGuestConversation(this ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out var value) is true ? value as GuestConversation : null;

    /// <summary>The options without the conversation, which is not a model's to see.</summary>
    internal static ChatOptions? WithoutGuestConversation(this ChatOptions? options)
    {
        if (options?.AdditionalProperties?.ContainsKey(Key) is not true)
        {
            return options;
        }

        options = options.Clone();
        options.AdditionalProperties!.Remove(Key);
        return options;
    }
}
