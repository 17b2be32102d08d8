using HospitalityMemory;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has conversations summed up by a model.</summary>
public static class ChatClientSummarizerBuilderExtensions
{
    /// <summary>Has what conversations let go summed up by the container's chat client.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// The client is the <see cref="IChatClient"/> of the memory's key, else the one without a key; it is asked for when the first
    /// summary is due. Where that client keeps conversations in this memory, give another one by the overload with a factory.
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
        builder.UseChatClientSummarizer(client, new ChatClientSummarizerOptions());

    /// <summary>Has what conversations let go summed up by a chat client of the host's choice, and in its way.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="client">Gives the client, once, when the first summary is due. The summarizer does not dispose it.</param>
    /// <param name="options">How it sums up; copied.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An option is not allowed; the error names it.</exception>
    public static IHospitalityMemoryBuilder UseChatClientSummarizer(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, IChatClient> client, ChatClientSummarizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        options = options.Checked();
        builder.Services.AddKeyedSingleton<IConversationSummarizer>(
            builder.ServiceKey,
            (provider, _) => new ChatClientSummarizer(new Lazy<IChatClient>(() => client(provider)), options));
        return builder;
    }
}
