using HospitalityMemory.Agents;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>Gives agents and chat clients the memory, in one line.</summary>
public static class HospitalityMemoryAgentExtensions
{
    /// <summary>Gives a chat client agent the conversation of a guest, with what is known of them.</summary>
    /// <param name="options">The agent's options.</param>
    /// <param name="services">The container, to which <c>AddHospitalityMemory(...)</c> was added.</param>
    /// <param name="conversation">
    /// The one conversation in which the agent works. Where each agent session says it, or the memory has a service key, use the
    /// overload with an <see cref="AgentMemory"/>.
    /// </param>
    /// <returns>The options.</returns>
    public static ChatClientAgentOptions UseHospitalityMemory(
        this ChatClientAgentOptions options, IServiceProvider services, GuestConversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return options.UseHospitalityMemory(AgentMemory.From(services), conversation, static _ => { });
    }

    /// <summary>Gives a chat client agent a memory: its history, what is known of the guest, and tools.</summary>
    /// <param name="options">
    /// The agent's options. Context providers that are there stay, and come before; a history provider that is there is replaced.
    /// </param>
    /// <param name="memory">The memory.</param>
    /// <param name="conversation">The one conversation in which the agent works; null where each agent session says it.</param>
    /// <param name="configure">Changes what the agent gets.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentException">What was configured is not allowed; the error names it.</exception>
    /// <remarks>
    /// <para>Turns <see cref="ChatClientAgentOptions.RequirePerServiceCallChatHistoryPersistence"/> on where the history is kept: so what
    /// tools did is kept as it happens, and a run that fails, is cancelled or is left in the middle of its stream keeps it. The
    /// framework then gives runs with background responses no history; where an agent has those, turn it off again after this call.</para>
    /// <para>Turns <see cref="ChatClientAgentOptions.ThrowOnChatHistoryProviderConflict"/> and
    /// <see cref="ChatClientAgentOptions.ClearOnChatHistoryProviderConflict"/> off: a service that keeps conversations too would else
    /// have the framework throw its answer away. Both then keep what is said, and within an agent session the service is told no history.</para>
    /// </remarks>
    public static ChatClientAgentOptions UseHospitalityMemory(
        this ChatClientAgentOptions options, AgentMemory memory, GuestConversation? conversation, Action<GuestAgentOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(configure);
        var guest = GuestAgentOptions.Make(conversation, configure);
        if (guest.KeepHistory)
        {
            options.ChatHistoryProvider = new GuestChatHistoryProvider(memory, guest.History);
            options.RequirePerServiceCallChatHistoryPersistence = true;
            options.ThrowOnChatHistoryProviderConflict = false;
            options.ClearOnChatHistoryProviderConflict = false;
        }

        if (guest.IncludeContext)
        {
            options.AIContextProviders = [.. options.AIContextProviders ?? [], new GuestContextProvider(memory, guest.Context)];
        }

        return options;
    }

    /// <summary>Gives any agent, such as a workflow's, the conversation of its agent session (<see cref="AgentSessionExtensions.SetGuestConversation"/>).</summary>
    /// <param name="builder">The agent's builder; the memory comes from the container that it is built with.</param>
    /// <returns>The builder.</returns>
    public static AIAgentBuilder UseHospitalityMemory(this AIAgentBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => new GuestMemoryAgent(inner, AgentMemory.From(services), new()));
    }

    /// <summary>
    /// Gives any agent, such as a workflow's, the conversation of its agent session (<see cref="AgentSessionExtensions.SetGuestConversation"/>)
    /// in the memory of a service key.
    /// </summary>
    /// <param name="builder">The agent's builder; the memory comes from the container that it is built with.</param>
    /// <param name="serviceKey">The memory's key.</param>
    /// <returns>The builder.</returns>
    public static AIAgentBuilder UseHospitalityMemory(this AIAgentBuilder builder, string serviceKey)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(serviceKey);
        return builder.Use((inner, services) => new GuestMemoryAgent(inner, AgentMemory.From(services, serviceKey), new()));
    }

    /// <summary>Gives any agent, such as a workflow's, the history of a conversation.</summary>
    /// <param name="builder">The agent's builder.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="conversation">The one conversation in which the agent works; null where each agent session says it.</param>
    /// <returns>The builder.</returns>
    public static AIAgentBuilder UseHospitalityMemory(this AIAgentBuilder builder, AgentMemory memory, GuestConversation? conversation) =>
        builder.UseHospitalityMemory(memory, conversation, static _ => { });

    /// <summary>Gives any agent, such as a workflow's, the history of a conversation.</summary>
    /// <param name="builder">The agent's builder.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="conversation">The one conversation in which the agent works; null where each agent session says it.</param>
    /// <param name="configure">Changes what the history does where there is a choice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">What was configured is not allowed; the error names it.</exception>
    /// <remarks>
    /// The agent is told the messages that its agent session has not seen: all of them in a new one, those of others in one that is
    /// used again. What the agent is told of the guest, its agents within are given by a <see cref="GuestContextProvider"/> each, or
    /// all at once by a <see cref="GuestMessageContextProvider"/>.
    /// </remarks>
    public static AIAgentBuilder UseHospitalityMemory(
        this AIAgentBuilder builder, AgentMemory memory, GuestConversation? conversation, Action<GuestChatHistoryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new GuestChatHistoryOptions { Conversation = conversation };
        configure(options);
        options = options.Checked();
        return builder.Use(inner => new GuestMemoryAgent(inner, memory, options));
    }

    /// <summary>
    /// Gives a chat client the conversation of each request (<see cref="ChatOptionsExtensions.SetGuestConversation"/>), with what
    /// is known of the guest.
    /// </summary>
    /// <param name="builder">The chat client's builder; the memory comes from the container that it is built with.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Put it before <c>UseFunctionInvocation()</c>, so that what tools did is kept too.</remarks>
    public static ChatClientBuilder UseHospitalityMemory(this ChatClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => Make(inner, AgentMemory.From(services), new()));
    }

    /// <summary>
    /// Gives a chat client the conversation of each request (<see cref="ChatOptionsExtensions.SetGuestConversation"/>) in the memory of
    /// a service key, with what is known of the guest.
    /// </summary>
    /// <param name="builder">The chat client's builder; the memory comes from the container that it is built with.</param>
    /// <param name="serviceKey">The memory's key.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Put it before <c>UseFunctionInvocation()</c>, so that what tools did is kept too.</remarks>
    public static ChatClientBuilder UseHospitalityMemory(this ChatClientBuilder builder, string serviceKey)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(serviceKey);
        return builder.Use((inner, services) => Make(inner, AgentMemory.From(services, serviceKey), new()));
    }

    /// <summary>Gives a chat client the history of a conversation, and what is known of the guest.</summary>
    /// <param name="builder">The chat client's builder.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="conversation">The one conversation of the client; null where each request says it.</param>
    /// <param name="configure">Changes what it gets. Tools are added to the requests.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Put it before <c>UseFunctionInvocation()</c>, so that what tools did is kept too.</remarks>
    public static ChatClientBuilder UseHospitalityMemory(
        this ChatClientBuilder builder, AgentMemory memory, GuestConversation? conversation, Action<GuestAgentOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(configure);
        var options = GuestAgentOptions.Make(conversation, configure);
        return builder.Use(inner => Make(inner, memory, options));
    }

    private static GuestMemoryChatClient Make(IChatClient inner, AgentMemory memory, GuestAgentOptions options) => new(inner, memory, options);
}
