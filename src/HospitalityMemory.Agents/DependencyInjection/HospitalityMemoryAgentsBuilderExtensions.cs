using HospitalityMemory;
using HospitalityMemory.Agents;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes a memory available to agents, and has its conversations summed up by a model.</summary>
public static class HospitalityMemoryAgentsBuilderExtensions
{
    /// <summary>Registers the memory's <see cref="AgentMemory"/> as a singleton, under the memory's service key where it has one.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder AddAgentMemory(this IHospitalityMemoryBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.ServiceKey;
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => AgentMemory.Of(provider, key));
        return builder;
    }
    /// <summary>Has what conversations let go summed up by the container's chat client.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// <para>The client is the <see cref="IChatClient"/> of the memory's key, else the one without a key; it is asked for when the first
    /// summary is due. Where that client keeps conversations in this memory, give another one by the overload with a factory.</para>
    /// <para>The model is given the instructions, then as data the summary so far and what was said since: quoted line by line, and
    /// nothing in it can close the quote or pass for instructions.</para>
    /// </remarks>
    public static IHospitalityMemoryBuilder UseChatClientSummarizer(this IHospitalityMemoryBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.ServiceKey;
        return builder.UseChatClientSummarizer(
            provider => provider.GetKeyedService<IChatClient>(key) ?? provider.GetRequiredService<IChatClient>());
    }

    /// <summary>Has what conversations let go summed up by a chat client of the host's choice.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="client">Gives the client, once, when the first summary is due. The summarizer does not dispose it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseChatClientSummarizer(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, IChatClient> client) =>
        builder.UseChatClientSummarizer(client, static _ => { });

    /// <summary>Has what conversations let go summed up by a chat client of the host's choice, and in its way.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="client">Gives the client, once, when the first summary is due. The summarizer does not dispose it.</param>
    /// <param name="configure">Changes how it sums up; called at once.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">What was configured is not allowed; the error names it.</exception>
    public static IHospitalityMemoryBuilder UseChatClientSummarizer(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, IChatClient> client, Action<ChatClientSummarizerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ChatClientSummarizerOptions();
        configure(options);
        options = options.Checked();
        builder.Services.AddKeyedSingleton<IConversationSummarizer>(
            builder.ServiceKey,
            (provider, _) => new ChatClientSummarizer(new Lazy<IChatClient>(() => client(provider)), options));
        return builder;
    }
}
