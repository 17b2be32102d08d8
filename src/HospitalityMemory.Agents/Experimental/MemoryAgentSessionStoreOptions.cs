using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HospitalityMemory.Experimental;

/// <summary>How agent sessions are kept.</summary>
[Experimental(MemoryAgentSessionStore.DiagnosticId)]
public sealed class MemoryAgentSessionStoreOptions
{
    /// <summary>
    /// How long an agent session lives after its last use: 1 second to 365 days; null, the default, for what the memory's
    /// settings say.
    /// </summary>
    public TimeSpan? Lifetime { get; set; }

    /// <summary>The partition that says whose an agent session is; <c>user_id</c> by default.</summary>
    public string UserPartition { get; set; } = "user_id";

    /// <summary>How an agent writes its session as JSON; null, the default, for the framework's way.</summary>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    internal MemoryAgentSessionStoreOptions Checked()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(UserPartition);
        return (MemoryAgentSessionStoreOptions)MemberwiseClone();
    }
}
