using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HospitalityMemory.Agents;
using Microsoft.Agents.AI;

namespace HospitalityMemory.Experimental;

/// <summary>Keeps the sessions of agents as sessions of the memory, one for each agent, id and set of partitions.</summary>
/// <remarks>
/// <para>What is kept is what the agent writes of its session, in the context of a session of the memory, which lives as long as
/// others do and is the guest's whom the partition <see cref="MemoryAgentSessionStoreOptions.UserPartition"/> names: it is then
/// listed, exported and erased with that guest. Of two that save at once the later wins.</para>
/// <para>The agent's id is part of the key. An agent that was not given one has another in each process, and finds nothing that
/// another process kept.</para>
/// <para>Experimental, as its base is. Thread safe; each session that is given is an instance of its own.</para>
/// </remarks>
[Experimental(DiagnosticId)]
[SuppressMessage("Usage", "MAAI001", Justification = "The base is experimental, and so is this class.")]
public sealed class MemoryAgentSessionStore : AgentSessionStore
{
    internal const string DiagnosticId = "HMEM001";

    private const string Field = "agent_session";

    /// <summary>How deep an agent session may nest: deeper than most JSON, since it holds messages which hold JSON.</summary>
    private const int MaxDepth = 256;

    private readonly IShortTermMemory _memory;
    private readonly MemoryAgentSessionStoreOptions _options;

    /// <summary>Makes a store.</summary>
    /// <param name="memory">Where the sessions are kept.</param>
    /// <param name="options">How they are kept; copied.</param>
    /// <exception cref="ArgumentException">An option is not allowed; the error names it.</exception>
    public MemoryAgentSessionStore(IShortTermMemory memory, MemoryAgentSessionStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(options);
        (_memory, _options) = (memory, options.Checked());
    }

    /// <summary>Saves an agent's session, in place of the one that is there.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="key">Which session it is.</param>
    /// <param name="session">The session, as the agent made it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    /// <exception cref="ArgumentException">The guest's id, or the lifetime, is not allowed.</exception>
    /// <exception cref="SessionTooLargeException">What the agent writes is larger than a session may be; nothing was changed.</exception>
    /// <exception cref="MemoryUnavailableException">The store cannot serve.</exception>
    public override async ValueTask SaveSessionAsync(
        AIAgent agent, AgentSessionStoreKey key, AgentSession session, CancellationToken cancellationToken = default)
    {
        var id = IdOf(agent, key);
        ArgumentNullException.ThrowIfNull(session);
        var json = await agent.SerializeSessionAsync(session, _options.JsonSerializerOptions, cancellationToken).ConfigureAwait(false);

        // The session is kept as text: a store may write numbers in another way, and a JSON field allows less depth than an agent may need.
        var fields = JsonFields.Empty.Set(Field, json.GetRawText());
        var (userId, lifetime) = (UserOf(key), _options.Lifetime);
        var kept = await _memory.GetOrCreateSessionAsync(
            new NewSession { SessionId = id, UserId = userId, Lifetime = lifetime, Context = fields }, cancellationToken).ConfigureAwait(false);
        if (kept.Context != fields)
        {
            await _memory.UpdateSessionAsync(id, state => state with { Context = fields }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives an agent's session as it was saved last.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="key">Which session it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session, an instance of its own each time; null where there is none, or it has expired.</returns>
    /// <exception cref="SessionOwnershipException">It is another guest's.</exception>
    /// <exception cref="MemoryUnavailableException">The store cannot serve.</exception>
    public override async ValueTask<AgentSession?> GetSessionAsync(
        AIAgent agent, AgentSessionStoreKey key, CancellationToken cancellationToken = default)
    {
        var id = IdOf(agent, key);
        var kept = await _memory.GetSessionAsync(id, cancellationToken).ConfigureAwait(false);
        if (kept?.Context.GetString(Field) is not { } text)
        {
            return null;
        }

        return kept.UserId == UserOf(key)
            ? await agent.DeserializeSessionAsync(
                JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth }), _options.JsonSerializerOptions, cancellationToken).ConfigureAwait(false)
            : throw new SessionOwnershipException(id);
    }

    /// <summary>Deletes an agent's session; that there is none is no error.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="key">Which session it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    /// <exception cref="MemoryUnavailableException">The store cannot serve.</exception>
    public override async ValueTask DeleteSessionAsync(AIAgent agent, AgentSessionStoreKey key, CancellationToken cancellationToken = default) =>
        await _memory.DeleteSessionAsync(IdOf(agent, key), cancellationToken).ConfigureAwait(false);

    private static string IdOf(AIAgent agent, AgentSessionStoreKey key)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(key);

        // The key returns its partitions in a fixed order.
        var partitions = key.Partitions?.SelectMany(static partition => new[] { partition.Key, partition.Value });
        return AgentSessionIds.Of([agent.Id, key.SessionId, .. partitions ?? []]);
    }

    private string? UserOf(AgentSessionStoreKey key) => key.Partitions?.GetValueOrDefault(_options.UserPartition);
}
